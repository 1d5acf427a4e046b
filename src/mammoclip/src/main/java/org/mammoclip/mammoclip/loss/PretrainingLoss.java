package org.mammoclip.mammoclip.loss;

/** What pre-training may minimise. */
public sealed interface PretrainingLoss permits MultiViewLoss, BaselineContrastiveLoss {}
