package org.mammoclip.mammoclip.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.RasterSize;

/** Images that are computed from their names; {@code lost} is not there. */
final class MemoryImages implements TrainingImages {
    static final RasterSize SIZE = new RasterSize(40, 30);

    private final List<String> reads = new ArrayList<>();

    /** Patient and image of every read. */
    List<String> reads() {
        return reads;
    }

    /** What {@link #read} answers. */
    static byte[] of(String patient, String image) {
        byte[] grey = new byte[SIZE.area()];
        int start = (patient + image).hashCode();
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (start + 7 * i);
        }
        return grey;
    }

    @Override
    public RasterSize size() {
        return SIZE;
    }

    @Override
    public void require(String patient, String image) throws IOException {
        if (image.equals("lost")) {
            throw new IOException("no image 'lost'");
        }
    }

    @Override
    public byte[] read(String patient, String image) throws IOException {
        require(patient, image);
        reads.add(patient + "/" + image);
        return of(patient, image);
    }
}
