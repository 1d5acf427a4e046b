package org.mammoclip.worker.score;

import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammogram.prepare.MammogramPreparation;
import org.mammoclip.mammogram.prepare.PreparedMammogram;
import org.mammoclip.mammogram.prepare.Preprocessing;

/**
 * One file of a mammogram as the model takes it, for commands that look at single images: a DICOM object, or a picture (PNG, JPEG).
 *
 * @param file as given
 * @param image of the model's size; absent if the file cannot be used
 * @param reason why it cannot, without patient data; empty if it can
 */
public record ImageFile(Path file, Optional<ModelImage> image, String reason) {
    /** The preparation that the reference uses. */
    public static final String PREPROCESSING = Preprocessing.REFERENCE_MIN_MAX.version();

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

    /**
     * Decodes, crops and resizes as the worker does for {@link #PREPROCESSING}.
     *
     * @throws IOException if the file cannot be read
     */
    public static ImageFile prepare(Path file, RasterSize modelInput) throws IOException {
        return prepare(file, modelInput, PREPROCESSING);
    }

    /**
     * Decodes, crops and resizes as the worker does.
     *
     * @param preprocessing version of the preparation that the model expects
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if this version has no such preparation, naming those it has
     */
    public static ImageFile prepare(Path file, RasterSize modelInput, String preprocessing) throws IOException {
        MammogramPreparation preparation = ImagePreparation.forModel(modelInput, preprocessing);
        boolean picture = isPicture(file);
        try {
            PreparedMammogram input = picture
                    ? ImagePreparation.preparePicture(file, preparation)
                    : ImagePreparation.prepare(file, preparation).input();
            return new ImageFile(file, Optional.of(ModelImage.ofGrey8(modelInput, input.grey())), "");
        } catch (ImagePreparation.NotUsableException e) {
            String reason = e.getCause() instanceof DicomFormatException && !picture
                    ? "UNREADABLE: neither PNG nor JPEG, and as DICOM: " + e.reason()
                    : e.reason();
            return new ImageFile(file, Optional.empty(), reason);
        }
    }

    /**
     * Takes a picture that was cropped and resized elsewhere: 8 bits, exactly the model's size, grey or colour (its first channel
     * counts). Nothing is done to its values.
     *
     * @throws IOException if the file cannot be read
     */
    public static ImageFile ofPrepared(Path file, RasterSize modelInput) throws IOException {
        try {
            Raster raster = ImagePreparation.readPicture(file);
            if (raster.getHeight() != modelInput.rows() || raster.getWidth() != modelInput.columns()) {
                throw new ImagePreparation.NotUsableException("NOT_PREPARED: a picture of " + raster.getHeight() + "x"
                        + raster.getWidth() + ", the model takes " + modelInput);
            }
            if (raster.getSampleModel().getSampleSize(0) != 8) {
                throw new ImagePreparation.NotUsableException("NOT_PREPARED: a prepared picture has 8 bits");
            }
            int[] samples = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
            byte[] grey = new byte[samples.length];
            for (int i = 0; i < grey.length; i++) {
                grey[i] = (byte) samples[i];
            }
            return new ImageFile(file, Optional.of(ModelImage.ofGrey8(modelInput, grey)), "");
        } catch (ImagePreparation.NotUsableException e) {
            return new ImageFile(file, Optional.empty(), e.reason());
        }
    }

    private static boolean isPicture(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(PNG.length);
        }
        return startsWith(start, PNG) || startsWith(start, JPEG);
    }

    private static boolean startsWith(byte[] content, byte[] magic) {
        return content.length >= magic.length && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
    }
}
