package org.mammoclip.schema.ledger;

import java.time.Instant;

/**
 * One object to send.
 *
 * @param id of the delivery row
 * @param attempt 1 for the first
 * @param createdAt since when it is to be sent
 */
public record DeliveryTask(long id, OutputObject output, int attempt, Instant createdAt) {}
