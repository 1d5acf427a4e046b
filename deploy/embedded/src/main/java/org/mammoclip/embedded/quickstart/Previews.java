package org.mammoclip.embedded.quickstart;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.testkit.InMemoryPacs;
import org.mammoclip.dicom.testkit.StoredInstance;

/** Decodes the Secondary Captures that the PACS received (PS3.3 A.8.1: 8 bit RGB, native) to PNG, to look at. */
final class Previews {
    private Previews() {}

    /** @return the files, {@code capture-NN.png} in the order of arrival */
    static List<Path> write(InMemoryPacs pacs, Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        for (StoredInstance instance : pacs.received()) {
            if (instance.sopClassUid().equals(SopClass.SECONDARY_CAPTURE_IMAGE) && instance.arrivals() > 0) {
                byte[] object = pacs.part10(instance.sopInstanceUid()).orElseThrow();
                Path file = directory.resolve(String.format(Locale.ROOT, "capture-%02d.png", files.size() + 1));
                ImageIO.write(decode(object), "png", file.toFile());
                files.add(file);
            }
        }
        return files;
    }

    private static BufferedImage decode(byte[] part10) throws IOException {
        DataSet dataSet = Part10Reader.read(new ByteArrayInputStream(part10), ReadLimits.DEFAULT)
                .dataSet();
        int rows = dataSet.integer(Tag.Rows).orElse(0);
        int columns = dataSet.integer(Tag.Columns).orElse(0);
        byte[] pixels = dataSet.bytes(Tag.PixelData).orElse(new byte[0]);
        boolean rgb = dataSet.integer(Tag.SamplesPerPixel).orElse(0) == 3
                && dataSet.integer(Tag.BitsAllocated).orElse(0) == 8
                && dataSet.integer(Tag.PlanarConfiguration).orElse(0) == 0;
        if (!rgb || rows < 1 || columns < 1 || pixels.length < 3L * rows * columns) {
            throw new IOException("a Secondary Capture is not native 8 bit RGB by pixel");
        }
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int row = 0, at = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++, at += 3) {
                image.setRGB(
                        column,
                        row,
                        (pixels[at] & 0xFF) << 16 | (pixels[at + 1] & 0xFF) << 8 | (pixels[at + 2] & 0xFF));
            }
        }
        return image;
    }
}
