package org.mammoclip.worker.score;

import java.io.IOException;
import java.nio.file.Path;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.pixel.FrameDecoder;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.pixel.StoredPixels;
import org.mammoclip.dicom.pixel.UndecodablePixelsException;
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
    /** The path from stored pixels to model input; part of every result's identity. */
    static final String VERSION = Preprocessing.REFERENCE_MIN_MAX.version();

    private ImagePreparation() {}

    /** An image that cannot be used; trying again gives the same. */
    static final class NotUsableException extends Exception {
        private static final long serialVersionUID = 1L;

        NotUsableException(Throwable cause) {
            super(cause.getMessage(), cause);
        }

        /** A permanent name and a detail, without patient data. */
        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** @param background the source rendered for display, of the source's size */
    record Prepared(PreparedMammogram input, Background background) {}

    /**
     * @param modelInput size the model takes
     * @throws NotUsableException if the image has no pixels that can be used
     * @throws IOException if the file cannot be read now
     */
    static Prepared prepare(Path file, ImageSize modelInput) throws NotUsableException, IOException {
        try {
            Part10File image = Part10Reader.read(file, ReadLimits.DEFAULT);
            StoredPixels pixels = FrameDecoder.decode(image.dataSet(), image.transferSyntax());
            PreparedMammogram input = MammogramPreparation.reference(modelInput).prepare(image.dataSet(), pixels);
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
}
