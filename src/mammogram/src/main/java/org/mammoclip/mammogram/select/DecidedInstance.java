package org.mammoclip.mammogram.select;

import java.time.Instant;
import org.mammoclip.mammogram.InstanceHeader;

/**
 * A received instance with its decision.
 *
 * @param receivedAt when its bytes were durable
 */
public record DecidedInstance(InstanceHeader header, InstanceDecision decision, Instant receivedAt) {}
