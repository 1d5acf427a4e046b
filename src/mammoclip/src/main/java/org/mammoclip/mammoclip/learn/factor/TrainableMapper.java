package org.mammoclip.mammoclip.learn.factor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.checkpoint.MapperDescription;
import org.mammoclip.mammoclip.factor.AttributeMapper;
import org.mammoclip.mammoclip.factor.HeadLayout;
import org.mammoclip.mammoclip.loss.NonFiniteLossException;
import org.mammoclip.mammoclip.train.ArrayParameters;
import org.mammoclip.mammoclip.train.ParameterGroup;

/**
 * The attribute mapper as parameters to be learned, beside the directions of its attributes, which are not.
 *
 * <p>An image's score is its best channel's, so only that channel takes a gradient. Which one it is, is found without recording; then
 * only these few channels are computed again, recorded. That is exact where one channel is the best, and costs a third of recording
 * them all (2048 channels for one that counts). Where several are equally good, the first takes the gradient.
 *
 * <p>Holds its arrays in a child of the manager given to {@link #load}. Engine thread only.
 */
final class TrainableMapper implements AutoCloseable {
    private final NDManager manager;
    private final MapperDescription description;
    private final AttributeMapper mapper;
    private final List<float[]> directions;
    private final List<NDArray> columns = new ArrayList<>();
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private final ParameterGroup learned;

    private TrainableMapper(
            NDManager manager,
            MapperDescription description,
            ParameterSource source,
            Map<String, float[]> directions,
            HeadLayout layout) {
        this.manager = manager;
        this.description = description;
        for (ParameterSpec spec :
                AttributeMapper.parameters(description.attributes(), description.cells(), description.embedding())) {
            arrays.put(spec.name(), source.read(manager, spec.name(), spec.shape()));
        }
        this.learned = new ParameterGroup(arrays);
        this.mapper = AttributeMapper.load(
                manager,
                new Live(Collections.unmodifiableMap(new LinkedHashMap<>(arrays))),
                description.attributes(),
                description.cells(),
                description.embedding(),
                layout);
        this.directions = List.copyOf(directions.values());
        for (int k = 0; k < this.directions.size(); k++) {
            float[] direction = this.directions.get(k);
            columns.add(manager.create(direction, new Shape(direction.length, 1)));
            arrays.put(MapperDescription.attributeParameter(k), manager.create(direction, new Shape(direction.length)));
        }
    }

    /**
     * @param parent manager of the device to train on
     * @param description with the names of its attributes
     * @param source values of the projections
     * @param directions unit vectors by attribute, in the description's order
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException naming the first parameter that does not fit
     */
    static TrainableMapper load(
            NDManager parent,
            MapperDescription description,
            ParameterSource source,
            Map<String, float[]> directions,
            HeadLayout layout) {
        if (!List.copyOf(directions.keySet()).equals(description.attributeNames())) {
            throw new IllegalArgumentException(
                    "directions of " + directions.keySet() + " for a mapper of " + description.attributeNames());
        }
        NDManager manager = parent.newSubManager();
        try {
            return new TrainableMapper(manager, description, source, directions, layout);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    MapperDescription description() {
        return description;
    }

    /** The projections. */
    ParameterGroup learned() {
        return learned;
    }

    /** All values as they are when they are read, the attributes' directions included. */
    ParameterSource parameters() {
        return new ArrayParameters(arrays);
    }

    /**
     * What counts of one image.
     *
     * @param projections for each attribute, which one its best channel went through
     * @param channels activation patterns {@code (1, cells)} of these channels
     */
    record Best(int[] projections, List<NDArray> channels) {}

    /**
     * The best channel of an image for each attribute. Freeze the parameters first, or all channels are recorded.
     *
     * @param scope takes the channels; the feature map may be closed
     * @param features raw feature map {@code (1, C, h, w)}
     * @throws NonFiniteLossException if a channel's vector is not finite
     */
    Best best(NDManager scope, NDArray features) {
        int[] projections = new int[description.attributes()];
        List<NDArray> channels = new ArrayList<>();
        for (int k = 0; k < projections.length; k++) {
            AttributeMapper.Strongest strongest = strongest(features, k);
            projections[k] = strongest.projection();
            try (NDArray rows = features.reshape(features.getShape().get(1), description.cells());
                    NDArray row = rows.get(strongest.channel() + ":" + (strongest.channel() + 1))) {
                NDArray own = row.duplicate();
                own.attach(scope);
                channels.add(own);
            }
        }
        return new Best(projections, List.copyOf(channels));
    }

    private AttributeMapper.Strongest strongest(NDArray features, int attribute) {
        try {
            return mapper.strongest(features, attribute, directions.get(attribute));
        } catch (ArithmeticException e) {
            throw new NonFiniteLossException("attribute", Double.NaN);
        }
    }

    /**
     * The cosine of each image's best channel with each attribute, recorded if a gradient collector is open and the parameters are
     * tracked.
     *
     * @param scope takes the result
     * @return {@code (images, 1, attributes)}
     */
    NDArray cosines(NDManager scope, List<Best> images) {
        int attributes = description.attributes();
        int size = images.size() * attributes;
        NDList parts = new NDList();
        float[] places = new float[size * size];
        int taken = 0;
        for (int projection = 0; projection < attributes; projection++) {
            for (int k = 0; k < attributes; k++) {
                NDList rows = new NDList();
                for (int image = 0; image < images.size(); image++) {
                    if (images.get(image).projections()[k] == projection) {
                        rows.add(images.get(image).channels().get(k));
                        places[(image * attributes + k) * size + taken++] = 1;
                    }
                }
                if (!rows.isEmpty()) {
                    parts.add(mapper.cosines(NDArrays.concat(rows), projection, columns.get(k)));
                }
            }
        }
        NDArray order = scope.create(places, new Shape(size, size));
        return order.matMul(NDArrays.concat(parts)).reshape(images.size(), 1, attributes);
    }

    @Override
    public void close() {
        manager.close();
    }

    /** Hands out the arrays themselves, not copies, so that what is learned is what is asked. */
    private record Live(Map<String, NDArray> arrays) implements ParameterSource {
        @Override
        public Set<String> names() {
            return arrays.keySet();
        }

        @Override
        public NDArray read(NDManager manager, String name, Shape shape) {
            NDArray array = arrays.get(name);
            if (array == null) {
                throw CheckpointMismatchException.missing(name);
            }
            CheckpointMismatchException.requireShape(name, array.getShape(), shape);
            return array;
        }
    }
}
