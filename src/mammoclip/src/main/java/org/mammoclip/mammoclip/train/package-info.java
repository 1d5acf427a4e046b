/**
 * Learning: the whole model as one set of named parameters, the optimiser and schedule of the published runs, steps whose
 * contrastive batch may be larger than what fits the device at once, and a run folder that survives a crash at any moment. Start
 * reading at {@link org.mammoclip.mammoclip.train.PretrainingRun}.
 *
 * <p>Everything here holds native memory and belongs to one engine thread. All arithmetic is float32: the engine's Java interface
 * offers neither automatic mixed precision nor loss scaling.
 */
@NullMarked
package org.mammoclip.mammoclip.train;

import org.jspecify.annotations.NullMarked;
