package org.mammoclip.worker.score;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.pixel.UndecodablePixelsException;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammogram.prepare.MammogramPreparation;
import org.mammoclip.mammogram.prepare.PreparationQuality;
import org.mammoclip.mammogram.prepare.PreparedMammogram;
import org.mammoclip.mammogram.prepare.UnusableImageException;

/**
 * One file of a mammogram, looked at before anybody learns from it.
 *
 * @param dicom whether it is no picture (PNG, JPEG)
 * @param stored size of the image as stored; 1x1 if it cannot be used
 * @param image what a model would see: prepared, or the whole picture if that was prepared elsewhere; absent if it cannot be used
 * @param quality what the preparation noticed
 * @param reason why it cannot be used, without patient data; empty if it can
 */
public record FileInspection(
        boolean dicom, ImageSize stored, Optional<ModelImage> image, Set<PreparationQuality> quality, String reason) {
    private static final ImageSize NONE = new ImageSize(1, 1);

    /**
     * @param size of the model's input; without one DICOM objects get the reference's size and prepared pictures may have any
     * @param preparePictures crop and resize pictures, too
     * @throws IOException if the file cannot be read now
     */
    public static FileInspection of(Path file, Optional<RasterSize> size, boolean preparePictures) throws IOException {
        boolean picture = ImageFile.isPicture(file);
        MammogramPreparation preparation =
                MammogramPreparation.reference(size.map(model -> new ImageSize(model.rows(), model.columns()))
                        .orElse(MammogramPreparation.REFERENCE_SIZE));
        try {
            if (picture && !preparePictures) {
                return stored(ImagePreparation.readPicture(file), size);
            }
            return prepared(
                    !picture,
                    picture
                            ? ImagePreparation.preparePicture(file, preparation)
                            : preparation.prepare(Part10Reader.read(file, ReadLimits.DEFAULT)));
        } catch (UndecodablePixelsException e) {
            if (!e.reason().isPermanent()) {
                throw e;
            }
            return unusable(!picture, String.valueOf(e.getMessage()));
        } catch (ImagePreparation.NotUsableException e) {
            return unusable(!picture, e.reason());
        } catch (DicomFormatException e) {
            return unusable(true, "UNREADABLE: neither PNG nor JPEG, and as DICOM: " + e.getMessage());
        } catch (UnusableImageException e) {
            return unusable(!picture, String.valueOf(e.getMessage()));
        }
    }

    private static FileInspection unusable(boolean dicom, String reason) {
        return new FileInspection(dicom, NONE, Optional.empty(), Set.of(), reason);
    }

    private static FileInspection prepared(boolean dicom, PreparedMammogram image) {
        return new FileInspection(
                dicom,
                image.sourceSize(),
                Optional.of(ModelImage.ofGrey8(
                        new RasterSize(image.size().rows(), image.size().columns()), image.grey())),
                image.quality(),
                "");
    }

    /** A picture that was prepared elsewhere. */
    private static FileInspection stored(Raster raster, Optional<RasterSize> size)
            throws ImagePreparation.NotUsableException {
        int rows = raster.getHeight();
        int columns = raster.getWidth();
        if (size.isPresent() && !isMultiple(rows, columns, size.get())) {
            throw new ImagePreparation.NotUsableException("NOT_PREPARED: a picture of " + rows + "x" + columns
                    + ", the model takes " + size.get() + " or a multiple of it; --prepare-pictures crops and resizes");
        }
        if (raster.getSampleModel().getSampleSize(0) != 8) {
            throw new ImagePreparation.NotUsableException(
                    "NOT_PREPARED: a prepared picture has 8 bits; --prepare-pictures crops and resizes");
        }
        int[] samples = raster.getSamples(0, 0, columns, rows, 0, (int[]) null);
        byte[] grey = new byte[samples.length];
        boolean constant = true;
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) samples[i];
            constant &= samples[i] == samples[0];
        }
        if (constant) {
            throw new ImagePreparation.NotUsableException("BLANK: all pixels have the same value");
        }
        return new FileInspection(
                false,
                new ImageSize(rows, columns),
                Optional.of(ModelImage.ofGrey8(new RasterSize(rows, columns), grey)),
                Set.of(),
                "");
    }

    private static boolean isMultiple(int rows, int columns, RasterSize size) {
        int factor = rows / size.rows();
        return factor >= 1 && rows == factor * size.rows() && columns == factor * size.columns();
    }
}
