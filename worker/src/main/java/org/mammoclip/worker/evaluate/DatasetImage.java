package org.mammoclip.worker.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.pixel.UndecodablePixelsException;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammogram.prepare.MammogramPreparation;
import org.mammoclip.mammogram.prepare.PreparedMammogram;
import org.mammoclip.mammogram.prepare.UnusableImageException;
import org.mammoclip.worker.score.ImageFile;

/**
 * An image of a data set as the model takes it.
 *
 * @param input of the model's size
 * @param sourceMap from original to model pixels; empty for a picture that was prepared elsewhere, or cropped in two parts
 * @param picture whose pixels a table's {@code resized_*} columns are: those of the file if it is a picture that was prepared
 *     elsewhere, else of the reference's
 */
public record DatasetImage(ModelImage input, Optional<SourceMap> sourceMap, RasterSize picture) {
    /** An image that cannot be used; the message is a reason without patient data. */
    public static final class NotUsableException extends Exception {
        private static final long serialVersionUID = 1L;

        NotUsableException(String reason) {
            super(reason);
        }
    }

    /**
     * Reads a DICOM object, which is prepared, or a picture that is.
     *
     * @param preparePictures crop and resize pictures too, instead of taking them as they are
     * @throws NotUsableException if there is nothing to score
     * @throws IOException if the file cannot be read now
     */
    public static DatasetImage read(Path file, RasterSize size, boolean preparePictures)
            throws NotUsableException, IOException {
        if (isPicture(file)) {
            ImageFile picture = preparePictures ? ImageFile.prepare(file, size) : ImageFile.ofPrepared(file, size);
            ModelImage input = picture.image()
                    .orElseThrow(() -> new NotUsableException(picture.reason()
                            + (picture.reason().startsWith("NOT_PREPARED")
                                    ? "; --prepare-pictures crops and resizes pictures as DICOM objects are"
                                    : "")));
            return new DatasetImage(
                    input, Optional.empty(), preparePictures ? RasterSize.REFERENCE : PictureSize.of(file));
        }
        try {
            PreparedMammogram prepared = MammogramPreparation.reference(new ImageSize(size.rows(), size.columns()))
                    .prepare(Part10Reader.read(file, ReadLimits.DEFAULT));
            return new DatasetImage(
                    ModelImage.ofGrey8(size, prepared.grey()),
                    prepared.mapsToSource() ? Optional.of(SourceMap.of(prepared)) : Optional.empty(),
                    RasterSize.REFERENCE);
        } catch (UndecodablePixelsException e) {
            if (!e.reason().isPermanent()) {
                throw e;
            }
            throw new NotUsableException(String.valueOf(e.getMessage()));
        } catch (DicomFormatException | UnusableImageException e) {
            throw new NotUsableException(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isPicture(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    }

    /** Of the grey values the model sees, lower-case hexadecimal. */
    String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            RasterSize size = input.size();
            byte[] row = new byte[size.columns()];
            for (int y = 0; y < size.rows(); y++) {
                for (int x = 0; x < row.length; x++) {
                    row[x] = (byte) input.value(y, x);
                }
                digest.update(row);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
