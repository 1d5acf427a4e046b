package org.mammoclip.worker.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.mammoclip.mammoclip.RasterSize;

/** Rows and columns of a picture file, from its header. */
public final class PictureSize {
    private PictureSize() {}

    /** @throws IOException if the file is no picture, or cannot be read */
    public static RasterSize of(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException(file.getFileName() + " is no picture");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return new RasterSize(reader.getHeight(0), reader.getWidth(0));
            } finally {
                reader.dispose();
            }
        }
    }
}
