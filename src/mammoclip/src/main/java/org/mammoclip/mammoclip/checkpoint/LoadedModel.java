package org.mammoclip.mammoclip.checkpoint;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.text.Vocabulary;

/**
 * What any reader found, before it is presented as one of the four kinds.
 *
 * @param vocabulary there if and only if the description is of a CLIP model
 * @param parameters exactly those of the description, in their shapes
 * @param sha256 identifies all of it, see {@link ModelFile#sha256()}
 * @param provenance absent for parameters that were not imported
 */
record LoadedModel(
        Description description,
        @Nullable Vocabulary vocabulary,
        ParameterFile parameters,
        String sha256,
        @Nullable Provenance provenance,
        SortedMap<String, Double> thresholds) {
    LoadedModel {
        thresholds = Collections.unmodifiableSortedMap(new TreeMap<>(thresholds));
    }
}
