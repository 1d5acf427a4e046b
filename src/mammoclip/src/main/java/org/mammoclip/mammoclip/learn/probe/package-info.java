/**
 * The linear probe: linear heads on the pooled vectors of a frozen encoder, in seconds. Vectors are computed once and kept ({@link
 * org.mammoclip.mammoclip.learn.probe.VectorCache}); the head is the exact optimum of a convex loss ({@link
 * org.mammoclip.mammoclip.learn.probe.LinearProbe}); what it is worth, at which fraction of the labels, says {@link
 * org.mammoclip.mammoclip.learn.probe.ProbeExperiment}. Plain arithmetic on plain arrays but for the encoder.
 */
@NullMarked
package org.mammoclip.mammoclip.learn.probe;

import org.jspecify.annotations.NullMarked;
