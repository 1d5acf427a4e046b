package org.mammoclip.mammoclip.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Attribute embeddings for a mapper whose file holds none, computed with the text tower of the CLIP checkpoint that it was trained on.
 *
 * @param embeddings unit vectors by attribute, in the mapper's order
 * @param origin how they were computed, one line each; becomes part of the model's provenance
 */
public record ComputedAttributes(Map<String, float[]> embeddings, SortedMap<String, String> origin) {
    public ComputedAttributes {
        embeddings = Collections.unmodifiableMap(new LinkedHashMap<>(embeddings));
        origin = Collections.unmodifiableSortedMap(new TreeMap<>(origin));
        origin.forEach((name, value) -> About.require(
                About.isLine(name) && About.isLine(value), "an origin is given in lines of 1 to 200 characters"));
    }

    /** @throws CheckpointFormatException if there are others than the mapper takes */
    void requireFit(String file, MapperDescription mapper) throws CheckpointFormatException {
        if (embeddings.size() != mapper.attributes()
                || embeddings.values().stream().anyMatch(vector -> vector.length != mapper.embedding())) {
            throw new CheckpointFormatException(file + " has " + mapper.attributes() + " attributes of "
                    + mapper.embedding() + " dimensions; embeddings of " + embeddings.keySet() + " do not fit");
        }
    }
}
