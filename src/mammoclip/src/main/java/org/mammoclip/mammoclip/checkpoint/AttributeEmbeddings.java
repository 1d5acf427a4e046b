package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mammoclip.mammoclip.checkpoint.torch.Dictionary;
import org.mammoclip.mammoclip.checkpoint.torch.NumpyArray;
import org.mammoclip.mammoclip.checkpoint.torch.PickledValue;
import org.mammoclip.mammoclip.checkpoint.torch.TorchFile;

/** Mammo-FActOR's second file: one unit vector per attribute, by name, as NumPy arrays in a dictionary. */
final class AttributeEmbeddings {
    private AttributeEmbeddings() {}

    /**
     * @param attributes number of attributes wanted
     * @param embedding length of each vector
     * @return in file order, which is the order of the mapper's attributes
     * @throws CheckpointFormatException if there are other numbers of them, or a value is not finite
     */
    static Map<String, float[]> read(Path path, int attributes, int embedding) throws IOException {
        try (TorchFile file = TorchFile.open(path)) {
            if (!(file.root() instanceof Dictionary root)) {
                throw new CheckpointFormatException(
                        path.getFileName() + " holds no dictionary of attribute embeddings");
            }
            Map<String, float[]> embeddings = new LinkedHashMap<>();
            for (Map.Entry<String, PickledValue> entry : root.named().entrySet()) {
                embeddings.put(entry.getKey(), vector(path, entry, embedding));
            }
            if (embeddings.size() != attributes) {
                throw new CheckpointFormatException(path.getFileName() + " holds embeddings of " + embeddings.keySet()
                        + ", the mapper has " + attributes + " attributes");
            }
            return embeddings;
        }
    }

    private static float[] vector(Path path, Map.Entry<String, PickledValue> entry, int embedding)
            throws CheckpointFormatException {
        String place = path.getFileName() + ": attribute " + entry.getKey();
        if (!(entry.getValue() instanceof NumpyArray array) || !array.isNumeric()) {
            throw new CheckpointFormatException(place + " is no NumPy array of numbers");
        }
        double[] values = array.values();
        if (values.length != embedding) {
            throw new CheckpointFormatException(
                    place + " has " + values.length + " values, the mapper's joint space " + embedding);
        }
        float[] vector = new float[embedding];
        for (int i = 0; i < embedding; i++) {
            vector[i] = (float) values[i];
            if (!Float.isFinite(vector[i])) {
                throw new CheckpointFormatException(place + " has a value that is not finite");
            }
        }
        return vector;
    }
}
