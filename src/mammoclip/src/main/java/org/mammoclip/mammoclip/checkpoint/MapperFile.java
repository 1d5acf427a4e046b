package org.mammoclip.mammoclip.checkpoint;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Mammo-FActOR's mapper. Parameters: {@code pool.k.{0,2}.{weight,bias}} for each attribute k. */
public final class MapperFile extends ModelFile {
    private final MapperDescription description;

    MapperFile(LoadedModel model) {
        super(model);
        this.description = (MapperDescription) model.description();
    }

    /** Number of attributes. */
    public int attributes() {
        return description.attributes();
    }

    /** Cells of the feature map, the length of each layer's input. */
    public int cells() {
        return description.cells();
    }

    /** Dimensions of the joint space. */
    public int embedding() {
        return description.embedding();
    }

    /** One per attribute in order; empty if the file did not say. */
    public List<String> attributeNames() {
        return description.attributeNames();
    }

    /** Attribute embeddings by name, in order, each of {@link #embedding()} values; empty if attributes have no names. */
    public Map<String, float[]> attributeEmbeddings() {
        Map<String, float[]> embeddings = new LinkedHashMap<>();
        Shape shape = new Shape(embedding());
        try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
            for (int k = 0; k < attributeNames().size(); k++) {
                try (NDArray values = parameters().read(scope, MapperDescription.attributeParameter(k), shape)) {
                    embeddings.put(attributeNames().get(k), values.toFloatArray());
                }
            }
        }
        return embeddings;
    }

    @Override
    public MapperDescription description() {
        return description;
    }
}
