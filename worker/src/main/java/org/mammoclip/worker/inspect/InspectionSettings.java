package org.mammoclip.worker.inspect;

import java.util.Optional;
import org.mammoclip.mammoclip.RasterSize;

/**
 * How files are looked at.
 *
 * @param size of the model's input; without one pictures may have any size and DICOM objects get the reference's
 * @param preparePictures crop and resize pictures, too
 * @param pictures whether to keep small pictures for the page
 * @param threads images at a time, at least 1
 */
public record InspectionSettings(Optional<RasterSize> size, boolean preparePictures, boolean pictures, int threads) {
    public InspectionSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread, not " + threads);
        }
    }
}
