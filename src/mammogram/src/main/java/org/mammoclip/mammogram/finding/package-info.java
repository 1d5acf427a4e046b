/**
 * What the model said: findings, their scores and thresholds, where in the source image they lie and their scores come
 * from, and the priority that follows. Start reading at {@link org.mammoclip.mammogram.finding.DecisionRules}.
 */
@NullMarked
package org.mammoclip.mammogram.finding;

import org.jspecify.annotations.NullMarked;
