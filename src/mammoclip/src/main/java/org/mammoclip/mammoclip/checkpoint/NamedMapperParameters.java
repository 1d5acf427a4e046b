package org.mammoclip.mammoclip.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;

/** A mapper's layers from one file with its attribute embeddings from another. */
final class NamedMapperParameters implements ParameterFile {
    private final ParameterFile layers;
    private final List<float[]> embeddings;

    NamedMapperParameters(ParameterFile layers, List<float[]> embeddings) {
        this.layers = layers;
        this.embeddings = embeddings;
    }

    @Override
    public Set<String> names() {
        Set<String> names = new HashSet<>(layers.names());
        for (int k = 0; k < embeddings.size(); k++) {
            names.add(MapperDescription.attributeParameter(k));
        }
        return names;
    }

    @Override
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new HashMap<>(layers.shapes());
        for (int k = 0; k < embeddings.size(); k++) {
            shapes.put(MapperDescription.attributeParameter(k), new Shape(embeddings.get(k).length));
        }
        return shapes;
    }

    @Override
    public NDArray read(NDManager manager, String name, Shape shape) {
        for (int k = 0; k < embeddings.size(); k++) {
            if (name.equals(MapperDescription.attributeParameter(k))) {
                CheckpointMismatchException.requireShape(name, new Shape(embeddings.get(k).length), shape);
                return manager.create(embeddings.get(k), shape);
            }
        }
        return layers.read(manager, name, shape);
    }

    @Override
    public void close() throws IOException {
        layers.close();
    }
}
