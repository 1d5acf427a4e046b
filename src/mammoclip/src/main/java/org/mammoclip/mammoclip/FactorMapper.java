package org.mammoclip.mammoclip;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.factor.AttributeMapper;
import org.mammoclip.mammoclip.factor.ChannelChoice;

/**
 * A loaded Mammo-FActOR mapper with its attributes.
 *
 * @param path where it came from, for messages
 * @param tower whose features it was trained on
 * @param names of its attributes in order; empty if the file did not say
 * @param embeddings of the attributes by name, unit vectors
 */
record FactorMapper(
        Path path, AttributeMapper network, ImageTower tower, List<String> names, Map<String, float[]> embeddings) {
    /** @throws CheckpointFormatException if there is no such attribute */
    MapPart map(AttributionSource.Mapper asked) throws CheckpointFormatException {
        float[] embedding = embeddings.get(asked.attribute());
        if (embedding == null) {
            throw new CheckpointFormatException(
                    names.isEmpty()
                            ? path + " does not name its attributes; import it together with their embeddings"
                            : path + " has no attribute '" + asked.attribute() + "', only " + String.join(", ", names));
        }
        return new MapPart.Mapper(
                tower,
                network,
                names.indexOf(asked.attribute()),
                Embedding.normalize(embedding),
                choice(asked.strongest()));
    }

    private static ChannelChoice choice(OptionalInt strongest) {
        return strongest.isPresent() ? new ChannelChoice.Top(strongest.getAsInt()) : ChannelChoice.ALL_POSITIVE;
    }

    /** A sentence of its own through the projection of the attribute that is nearest to it. */
    MapPart map(Embedding sentence) {
        int nearest = 0;
        for (int k = 1; k < names.size(); k++) {
            if (cosine(k, sentence) > cosine(nearest, sentence)) {
                nearest = k;
            }
        }
        return new MapPart.Mapper(tower, network, nearest, sentence, ChannelChoice.ALL_POSITIVE);
    }

    /** Of the attribute and a sentence. */
    private double cosine(int attribute, Embedding sentence) {
        float[] embedding = embeddings.get(names.get(attribute));
        return embedding == null ? -1 : Embedding.normalize(embedding).cosine(sentence);
    }
}
