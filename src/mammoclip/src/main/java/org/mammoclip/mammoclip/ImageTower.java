package org.mammoclip.mammoclip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.image.HalfPrecision;
import org.mammoclip.mammoclip.image.ImageEncoder;

/**
 * An image encoder and the linear maps that are asked of its features. First every map is added, then the tower is sealed, then
 * images run through it. Engine thread only.
 */
final class ImageTower {
    private final ImageEncoder encoder;
    private final RasterSize grid;
    private final List<float[]> maps = new ArrayList<>();
    private @Nullable NDArray channelWeights;

    private ImageTower(ImageEncoder encoder, RasterSize grid) {
        this.encoder = encoder;
        this.grid = grid;
    }

    /**
     * Reads the parameters into {@code manager} and runs the network once, so that the first image does not wait for the engine's
     * preparations for this size.
     */
    static ImageTower load(
            NDManager manager,
            EfficientNetArchitecture architecture,
            ParameterSource parameters,
            TowerInput input,
            Precision precision) {
        ImageEncoder encoder = precision.half(manager.getDevice().isGpu())
                ? HalfPrecision.load(manager, architecture, parameters, ModelDescription.IMAGE_PREFIX)
                : ImageEncoder.load(manager, architecture, parameters, ModelDescription.IMAGE_PREFIX);
        try (NDManager call = manager.newSubManager()) {
            Shape features = encoder.features(input.blank(call)).getShape();
            return new ImageTower(encoder, new RasterSize((int) features.get(2), (int) features.get(3)));
        }
    }

    /** Size of the feature map, and so of every map. */
    RasterSize grid() {
        return grid;
    }

    /** Channels of the feature map, the length of the pooled vector. */
    int channels() {
        return encoder.architecture().headChannels();
    }

    /**
     * Asks for one more linear map of every image.
     *
     * @param channelWeight one weight per channel
     * @return its place in {@link Features#evidence}
     */
    int addMap(float[] channelWeight) {
        if (channelWeight.length != channels()) {
            throw new IllegalArgumentException(channelWeight.length + " weights for " + channels() + " channels");
        }
        maps.add(channelWeight);
        return maps.size() - 1;
    }

    /** Makes the maps that were asked for one product. */
    void seal(NDManager manager) {
        if (!maps.isEmpty()) {
            try (NDArray rows = manager.create(maps.toArray(new float[0][]))) {
                channelWeights = rows.transpose(1, 0).duplicate();
            }
        }
    }

    /**
     * What the encoder says about one image; both arrays live as long as the input's manager.
     *
     * @param map raw feature map {@code (1, C, h, w)}
     * @param pooled its spatial mean {@code (1, C)}
     * @param evidence one grid per linear map asked for, row-major: the sum over channels of weight x feature
     */
    record Features(NDArray map, NDArray pooled, float[][] evidence) {}

    /**
     * @param input what {@link TowerInput#load} returned
     * @throws NonFiniteScoreException if evidence is not finite
     */
    Features run(NDArray input) {
        NDArray features = encoder.features(input);
        return new Features(features, ImageEncoder.pooled(features), evidence(features));
    }

    private float[][] evidence(NDArray features) {
        NDArray weights = channelWeights;
        if (weights == null) {
            return new float[0][];
        }
        float[][] grids = new float[maps.size()][grid.area()];
        try (NDManager scope = features.getManager().newSubManager()) {
            scope.tempAttachAll(features);
            float[] values = features.transpose(0, 2, 3, 1)
                    .reshape(grid.area(), channels())
                    .matMul(weights)
                    .transpose(1, 0)
                    .toFloatArray();
            for (int k = 0; k < grids.length; k++) {
                System.arraycopy(values, k * grid.area(), grids[k], 0, grid.area());
            }
        }
        requireFinite(grids);
        return grids;
    }

    private static void requireFinite(float[][] grids) {
        for (float[] values : grids) {
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new NonFiniteScoreException("the network's feature map has a value that is not finite");
                }
            }
        }
    }
}
