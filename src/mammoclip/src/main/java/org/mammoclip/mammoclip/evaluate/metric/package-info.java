/**
 * Numbers that say how good scores are: ranking, probabilities, operating points, boxes, retrieval, and how sure they are. Plain
 * arithmetic on plain arrays; every metric counts cases with whole-number weights, so that a bootstrap resample is a set of
 * weights and no copy. Start at {@link org.mammoclip.mammoclip.evaluate.metric.RankedCases}.
 */
@NullMarked
package org.mammoclip.mammoclip.evaluate.metric;

import org.jspecify.annotations.NullMarked;
