/**
 * What training minimises: the contrastive losses of pre-training, the losses of the downstream heads, the detector and the
 * attribute mapper. Start at {@link org.mammoclip.mammoclip.loss.MultiViewLoss}.
 *
 * <p>Every loss is a differentiable function of NDArrays: call it inside a {@link ai.djl.training.GradientCollector}. Results and
 * constants live in the manager of the first argument, which the caller closes once a step; nothing is kept. float32 and float64
 * inputs work. In PyTorch a collector is process-wide, so one thread trains; the losses themselves hold no state.
 */
@NullMarked
package org.mammoclip.mammoclip.loss;

import org.jspecify.annotations.NullMarked;
