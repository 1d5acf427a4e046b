package org.mammoclip.mammogram;

/**
 * A received instance that is not scored.
 *
 * @param source the instance
 * @param code why, in one word
 * @param reason why, in a sentence without patient data
 */
public record LeftOut(InstanceReference source, DecisionCode code, String reason) {}
