/**
 * What the model said: findings, their scores and thresholds, where in the source image the score comes from, and the
 * priority that follows. Start reading at {@link org.mammoclip.mammogram.finding.FindingScore}.
 */
@NullMarked
package org.mammoclip.mammogram.finding;

import org.jspecify.annotations.NullMarked;
