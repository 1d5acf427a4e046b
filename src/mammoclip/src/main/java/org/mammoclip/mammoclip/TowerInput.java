package org.mammoclip.mammoclip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.AreaReduction;
import org.mammoclip.mammoclip.image.ImageEncoder;
import org.mammoclip.mammoclip.image.ImageNormalization;

/** From a model image to what the image towers of one model take; one native buffer, reused. Engine thread only. */
final class TowerInput {
    private final ModelDescription.Preparation preparation;
    private final ImageNormalization normalization;
    private final RasterSize size;
    private final ByteBuffer pixels;

    TowerInput(ModelDescription.Preparation preparation) {
        this.preparation = preparation;
        this.normalization = new ImageNormalization(preparation.mean(), preparation.deviation());
        this.size = new RasterSize(
                preparation.rows() / preparation.reduction(), preparation.columns() / preparation.reduction());
        this.pixels = ImageEncoder.allocate(size.rows(), size.columns());
    }

    /** The scalars that standardise grey values. */
    ImageNormalization normalization() {
        return normalization;
    }

    /** The grey values in the size a tower takes. */
    float[] reduce(ModelImage image) {
        return AreaReduction.apply(
                image.intensity(), image.size().rows(), image.size().columns(), preparation.reduction());
    }

    /**
     * @param intensity what {@link #reduce} returned
     * @return {@code (1, 3, rows, columns)} over the reused buffer: valid until the next call
     * @throws IllegalArgumentException if the image is constant or not finite
     */
    NDArray load(NDManager call, float[] intensity) {
        normalization.apply(intensity, pixels.rewind().asFloatBuffer());
        return blank(call);
    }

    /** As {@link #load} without an image: whatever the buffer holds. */
    NDArray blank(NDManager call) {
        return ImageEncoder.channelsLast(call, pixels, size.rows(), size.columns());
    }
}
