/**
 * What is learned from labels once there is an encoder. {@link org.mammoclip.mammoclip.learn.Target} is the question; {@code probe},
 * {@code factor} and their neighbours are ways to learn the answer.
 */
@NullMarked
package org.mammoclip.mammoclip.learn;

import org.jspecify.annotations.NullMarked;
