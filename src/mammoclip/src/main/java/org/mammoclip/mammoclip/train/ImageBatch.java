package org.mammoclip.mammoclip.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Function;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.AreaReduction;
import org.mammoclip.mammoclip.image.ImageNormalization;

/**
 * From 8-bit rasters to the network's input, by the steps that serve a model: average squares if the model asks for that, min-max,
 * standardise, three equal channels, channels-last in memory. One direct buffer, reused. Not thread-safe.
 */
public final class ImageBatch {
    private static final int CHANNELS = 3;

    private final ModelDescription.Preparation preparation;
    private final ImageNormalization normalization;
    private ByteBuffer pixels = ByteBuffer.allocateDirect(0);

    /** @param preparation of the model that is trained */
    public ImageBatch(ModelDescription.Preparation preparation) {
        this.preparation = preparation;
        this.normalization = new ImageNormalization(preparation.mean(), preparation.deviation());
    }

    /**
     * @param samples in this order
     * @param id names a sample in messages
     * @param raster which image of a sample: 8-bit grey values, row-major, in the size of the preparation
     * @return float32 {@code (N, 3, rows, columns)} in {@code scope}
     * @throws IllegalArgumentException naming the sample whose image has another size or one grey value only
     */
    public <S> NDArray load(NDManager scope, List<S> samples, Function<S, String> id, Function<S, byte[]> raster) {
        int rows = preparation.rows() / preparation.reduction();
        int columns = preparation.columns() / preparation.reduction();
        int bytes = Math.multiplyExact(Math.multiplyExact(samples.size(), rows * columns), CHANNELS * Float.BYTES);
        if (pixels.capacity() < bytes) {
            pixels = ByteBuffer.allocateDirect(bytes);
        }
        ByteBuffer own = pixels.clear().limit(bytes).slice().order(ByteOrder.nativeOrder());
        FloatBuffer values = own.asFloatBuffer();
        for (S sample : samples) {
            float[] intensity = intensity(id.apply(sample), raster.apply(sample));
            if (ImageNormalization.defect(intensity) != ImageNormalization.Defect.NONE) {
                throw new IllegalArgumentException(
                        "sample " + id.apply(sample) + ": all pixels have one grey value; leave the image out");
            }
            normalization.apply(intensity, values);
        }
        // the graph keeps inputs until the backward pass, the buffer is filled again before that
        try (NDArray shared = scope.create(own, new Shape(samples.size(), rows, columns, CHANNELS), DataType.FLOAT32)) {
            return shared.duplicate().transpose(0, 3, 1, 2);
        }
    }

    private float[] intensity(String id, byte[] raster) {
        if (raster.length != preparation.rows() * preparation.columns()) {
            throw new IllegalArgumentException("sample " + id + ": " + raster.length + " pixels, the model takes "
                    + preparation.rows() + "x" + preparation.columns());
        }
        float[] grey = new float[raster.length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = raster[i] & 0xFF;
        }
        return AreaReduction.apply(grey, preparation.rows(), preparation.columns(), preparation.reduction());
    }
}
