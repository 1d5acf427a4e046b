/**
 * Fine-tuning: an image encoder and a linear layer learn one question together. Start at {@link
 * org.mammoclip.mammoclip.learn.finetune.FineTuning}; what a result is worth, from which share of the labels and from which start,
 * says {@link org.mammoclip.mammoclip.learn.finetune.FineTuningExperiment}.
 *
 * <p>Everything here holds native memory and belongs to one engine thread.
 */
@NullMarked
package org.mammoclip.mammoclip.learn.finetune;

import org.jspecify.annotations.NullMarked;
