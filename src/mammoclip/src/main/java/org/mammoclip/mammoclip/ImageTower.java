package org.mammoclip.mammoclip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import org.mammoclip.mammoclip.block.LinearProjection;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.AreaReduction;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.HalfPrecision;
import org.mammoclip.mammoclip.image.ImageEncoder;
import org.mammoclip.mammoclip.image.ImageNormalization;

/** Image side of a model: preparation, encoder, projection, and the evidence grid of the findings asked. Engine thread only. */
final class ImageTower implements AutoCloseable {
    private final ModelDescription.Preparation preparation;
    private final ImageNormalization normalization;
    private final ImageEncoder encoder;
    private final LinearProjection projection;
    private final ByteBuffer pixels;
    private final RasterSize input;
    private final RasterSize grid;

    private ImageTower(ModelDescription description, ImageEncoder encoder, LinearProjection projection) {
        this.preparation = description.preparation();
        this.normalization = new ImageNormalization(preparation.mean(), preparation.deviation());
        this.encoder = encoder;
        this.projection = projection;
        this.input = new RasterSize(
                preparation.rows() / preparation.reduction(), preparation.columns() / preparation.reduction());
        this.pixels = ImageEncoder.allocate(input.rows(), input.columns());
        Shape features = encoder.architecture().featureShape(new Shape(1, 3, input.rows(), input.columns()));
        this.grid = new RasterSize((int) features.get(2), (int) features.get(3));
    }

    /**
     * Reads the parameters into {@code manager} and runs the network once, so that the first image does not wait for the engine's
     * preparations for this size.
     */
    static ImageTower load(NDManager manager, Checkpoint checkpoint, Precision precision) {
        boolean half = precision.half(manager.getDevice().isGpu());
        ModelDescription description = checkpoint.description();
        EfficientNetArchitecture architecture = description.toImageArchitecture();
        LinearProjection projection = LinearProjection.load(
                manager,
                checkpoint.parameters(),
                ModelDescription.IMAGE_PROJECTION,
                architecture.headChannels(),
                description.embedding());
        ParameterSource parameters = checkpoint.parameters();
        ImageEncoder encoder = half
                ? HalfPrecision.load(manager, architecture, parameters, ModelDescription.IMAGE_PREFIX)
                : ImageEncoder.load(manager, architecture, parameters, ModelDescription.IMAGE_PREFIX);
        ImageTower tower = new ImageTower(description, encoder, projection);
        try (NDManager call = manager.newSubManager()) {
            encoder.features(ImageEncoder.channelsLast(call, tower.pixels, tower.input.rows(), tower.input.columns()));
        }
        return tower;
    }

    /** Size of the evidence grid. */
    RasterSize grid() {
        return grid;
    }

    /**
     * What the network says about one image.
     *
     * @param projected the vector in the joint space, not normalised
     * @param evidence one grid per direction, row-major, channel weights x features summed over channels
     */
    record Answer(float[] projected, float[][] evidence) {}

    /** The grey values in the size the encoder takes. */
    float[] reduce(ModelImage image) {
        return AreaReduction.apply(
                image.intensity(), image.size().rows(), image.size().columns(), preparation.reduction());
    }

    /**
     * @param intensity what {@link #reduce} returned
     * @param channelWeights {@code (channels, K)}, one column per direction of the joint space
     * @throws IllegalArgumentException if the image is constant or not finite
     */
    Answer answer(NDManager manager, float[] intensity, NDArray channelWeights) {
        normalization.apply(intensity, pixels.rewind().asFloatBuffer());
        try (NDManager call = manager.newSubManager()) {
            NDArray features = encoder.features(ImageEncoder.channelsLast(call, pixels, input.rows(), input.columns()));
            float[] projected = projection.apply(ImageEncoder.pooled(features)).toFloatArray();
            long channels = features.getShape().get(1);
            NDArray evidence = features.transpose(0, 2, 3, 1)
                    .reshape(grid.area(), channels)
                    .matMul(channelWeights)
                    .transpose(1, 0);
            float[] values = evidence.toFloatArray();
            float[][] grids = new float[(int) evidence.getShape().get(0)][grid.area()];
            for (int k = 0; k < grids.length; k++) {
                System.arraycopy(values, k * grid.area(), grids[k], 0, grid.area());
            }
            return new Answer(projected, grids);
        }
    }

    /**
     * Columns for {@link #answer}.
     *
     * @param directions unit vectors of the joint space
     * @return float32 {@code (channels, directions)} in {@code manager}
     */
    NDArray channelWeights(NDManager manager, Embedding... directions) {
        try (NDManager scope = manager.newSubManager()) {
            float[][] rows = new float[directions.length][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = directions[i].toArray();
            }
            NDArray weights = projection
                    .channelWeights(scope.create(rows))
                    .transpose(1, 0)
                    .duplicate();
            weights.attach(manager);
            return weights;
        }
    }

    @Override
    public void close() {
        encoder.close();
    }
}
