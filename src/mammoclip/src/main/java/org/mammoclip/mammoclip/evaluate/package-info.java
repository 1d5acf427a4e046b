/**
 * Evaluation of predictions: from rows to units (image, breast, patient), to metrics with intervals, beside published results. Pure
 * Java, no engine. Start at {@link org.mammoclip.mammoclip.evaluate.BinaryEvaluation}.
 */
@NullMarked
package org.mammoclip.mammoclip.evaluate;

import org.jspecify.annotations.NullMarked;
