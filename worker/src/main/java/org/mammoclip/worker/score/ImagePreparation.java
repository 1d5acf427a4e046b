package org.mammoclip.worker.score;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.stream.Collectors;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.pixel.FrameDecoder;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.pixel.PixelFormat;
import org.mammoclip.dicom.pixel.StoredPixels;
import org.mammoclip.dicom.pixel.UndecodablePixelsException;
import org.mammoclip.mammoclip.ModelCard;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammogram.overlay.Background;
import org.mammoclip.mammogram.prepare.MammogramPreparation;
import org.mammoclip.mammogram.prepare.PreparedMammogram;
import org.mammoclip.mammogram.prepare.Preprocessing;
import org.mammoclip.mammogram.prepare.UnusableImageException;

/**
 * From a spooled file to model input and display background, decoding once. Holds two bytes a source pixel while it runs
 * and leaves one byte a source pixel. Stateless.
 */
final class ImagePreparation {
    private ImagePreparation() {}

    /** An image that cannot be used; trying again gives the same. */
    static final class NotUsableException extends Exception {
        private static final long serialVersionUID = 1L;

        NotUsableException(Throwable cause) {
            super(cause.getMessage(), cause);
        }

        NotUsableException(String reason) {
            super(reason);
        }

        /** A permanent name and a detail, without patient data. */
        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** @param background the source rendered for display, of the source's size */
    record Prepared(PreparedMammogram input, Background background) {}

    /**
     * How images become what a model takes: the model's card chooses the mode.
     *
     * @throws IllegalArgumentException if the model expects a preparation that this version has not
     */
    static MammogramPreparation forModel(ModelCard card) {
        return forModel(card.input(), card.preprocessingVersion());
    }

    /** As {@link #forModel(ModelCard)} by input size and preprocessing version. */
    static MammogramPreparation forModel(RasterSize input, String expected) {
        Preprocessing mode = Preprocessing.ofVersion(expected)
                .orElseThrow(() -> new IllegalArgumentException("the checkpoint expects images prepared as '" + expected
                        + "', this version prepares them as "
                        + Arrays.stream(Preprocessing.values())
                                .map(known -> "'" + known.version() + "'")
                                .collect(Collectors.joining(" or "))
                        + "; scores would not mean what they should"));
        return new MammogramPreparation(new ImageSize(input.rows(), input.columns()), mode);
    }

    /**
     * @param preparation to the size the model takes
     * @throws NotUsableException if the image has no pixels that can be used
     * @throws IOException if the file cannot be read now
     */
    static Prepared prepare(Path file, MammogramPreparation preparation) throws NotUsableException, IOException {
        try {
            Part10File image = Part10Reader.read(file, ReadLimits.DEFAULT);
            StoredPixels pixels = FrameDecoder.decode(image.dataSet(), image.transferSyntax());
            PreparedMammogram input = preparation.prepare(image.dataSet(), pixels);
            return new Prepared(input, Background.of(image.dataSet(), pixels));
        } catch (UndecodablePixelsException e) {
            if (!e.reason().isPermanent()) {
                throw e;
            }
            throw new NotUsableException(e);
        } catch (DicomFormatException | UnusableImageException e) {
            throw new NotUsableException(e);
        }
    }

    /**
     * Prepares a picture that is no DICOM object: PNG or JPEG, 8 or 16 bits, grey or colour (its first channel counts).
     *
     * @throws NotUsableException if it is no picture, too large or shows nothing
     */
    static PreparedMammogram preparePicture(Path file, MammogramPreparation preparation)
            throws NotUsableException, IOException {
        Raster raster = readPicture(file);
        int bits = raster.getSampleModel().getSampleSize(0) > 8 ? 16 : 8;
        short[] values = new short[raster.getWidth() * raster.getHeight()];
        int[] row = new int[raster.getWidth()];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, raster.getWidth(), 1, 0, row);
            for (int x = 0; x < row.length; x++) {
                values[y * row.length + x] = (short) row[x];
            }
        }
        StoredPixels pixels =
                new StoredPixels(new ImageSize(raster.getHeight(), raster.getWidth()), bits, false, values);
        DataSet grey = DataSet.builder()
                .text(Tag.PhotometricInterpretation, "MONOCHROME2")
                .build();
        try {
            return preparation.prepare(grey, pixels);
        } catch (UndecodablePixelsException | UnusableImageException e) {
            throw new NotUsableException(e);
        }
    }

    static Raster readPicture(Path file) throws NotUsableException, IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = in == null ? Collections.emptyIterator() : ImageIO.getImageReaders(in);
            if (in == null || !readers.hasNext()) {
                throw new NotUsableException("NOT_A_PICTURE: no PNG and no JPEG");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > PixelFormat.MAX_PIXELS) {
                    throw new NotUsableException("TOO_LARGE: more than " + PixelFormat.MAX_PIXELS + " pixels");
                }
                return reader.read(0).getRaster();
            } catch (IIOException | IllegalArgumentException | IndexOutOfBoundsException e) {
                // The readers wrap whatever stops them, and some of their checks are only those of arrays.
                throw new NotUsableException("NOT_A_PICTURE: damaged or cut");
            } finally {
                reader.dispose();
            }
        }
    }
}
