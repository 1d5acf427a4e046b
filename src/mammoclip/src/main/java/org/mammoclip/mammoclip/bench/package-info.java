/** Commands that measure the model on this machine. Start at {@link org.mammoclip.mammoclip.bench.EncoderBench}. */
@NullMarked
package org.mammoclip.mammoclip.bench;

import org.jspecify.annotations.NullMarked;
