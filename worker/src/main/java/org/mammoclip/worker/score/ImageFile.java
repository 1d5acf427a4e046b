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
     * Takes a picture that was cropped and resized elsewhere: 8 bits, grey or colour (its first channel counts). Nothing is done to
     * the values of one of the model's size; one that is a whole number of times larger in both directions is averaged down.
     *
     * @throws IOException if the file cannot be read
     */
    public static ImageFile ofPrepared(Path file, RasterSize modelInput) throws IOException {
        try {
            Raster raster = ImagePreparation.readPicture(file);
            int factor = raster.getHeight() / modelInput.rows();
            if (factor < 1
                    || raster.getHeight() != factor * modelInput.rows()
                    || raster.getWidth() != factor * modelInput.columns()) {
                throw new ImagePreparation.NotUsableException("NOT_PREPARED: a picture of " + raster.getHeight() + "x"
                        + raster.getWidth() + ", the model takes " + modelInput);
            }
            if (raster.getSampleModel().getSampleSize(0) != 8) {
                throw new ImagePreparation.NotUsableException("NOT_PREPARED: a prepared picture has 8 bits");
            }
            int[] samples = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
            byte[] grey = averaged(samples, raster.getWidth(), factor);
            return new ImageFile(file, Optional.of(ModelImage.ofGrey8(modelInput, grey)), "");
        } catch (ImagePreparation.NotUsableException e) {
            return new ImageFile(file, Optional.empty(), e.reason());
        }
    }

    /** The mean of each square of {@code factor} by {@code factor} pixels, rounded. */
    private static byte[] averaged(int[] samples, int width, int factor) {
        int columns = width / factor;
        int rows = samples.length / width / factor;
        byte[] grey = new byte[rows * columns];
        int square = factor * factor;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int sum = square / 2;
                for (int y = row * factor; y < (row + 1) * factor; y++) {
                    for (int x = column * factor; x < (column + 1) * factor; x++) {
                        sum += samples[y * width + x];
                    }
                }
                grey[row * columns + column] = (byte) (sum / square);
            }
        }
        return grey;
    }

    static boolean isPicture(Path file) throws IOException {
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
