/**
 * How good a model gets from how many labels, with a pre-trained encoder and with a random one: the grid of fractions, seeds and ways
 * of learning, its results, its figure. Start at {@link org.mammoclip.mammoclip.learn.curve.LearningCurve}.
 */
@NullMarked
package org.mammoclip.mammoclip.learn.curve;

import org.jspecify.annotations.NullMarked;
