/**
 * Measuring a model: laps, memory, and a model to measure where no weights are. Start at {@link
 * org.mammoclip.mammoclip.ModelBench}.
 */
@NullMarked
package org.mammoclip.mammoclip.bench;

import org.jspecify.annotations.NullMarked;
