package org.mammoclip.mammoclip.data;

import java.io.IOException;
import org.mammoclip.mammoclip.RasterSize;

/** Prepared images by the names that tables give them. One thread at a time. */
public interface TrainingImages {
    /** Rows and columns of every image. */
    RasterSize size();

    /**
     * Checks that there is such an image, without reading it.
     *
     * @throws IOException if not; the message names the image
     */
    void require(String patient, String image) throws IOException;

    /**
     * @param patient as the table says
     * @param image its name, without an extension
     * @return 8-bit grey values, row by row; not to be changed
     * @throws IOException if there is no such image or it cannot be used; the message names the image and says why
     */
    byte[] read(String patient, String image) throws IOException;
}
