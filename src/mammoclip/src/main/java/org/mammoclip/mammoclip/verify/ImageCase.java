package org.mammoclip.mammoclip.verify;

import java.util.Map;

/**
 * Stored values of one image.
 *
 * @param points activations by name
 * @param vectors some of {@code embedding}, {@code projection}, {@code normalized}
 */
record ImageCase(String name, InputTensor input, Map<String, TensorSummary> points, Map<String, float[]> vectors) {}
