package org.mammoclip.mammoclip.train;

/**
 * What a run learns from.
 *
 * @param digest names tables, splits and fraction
 * @param training number of training samples
 * @param validation number of validation samples
 */
public record RunData(String digest, int training, int validation) {}
