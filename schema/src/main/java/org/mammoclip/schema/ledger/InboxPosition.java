package org.mammoclip.schema.ledger;

/** Where a message stood in Kafka. */
public record InboxPosition(String topic, int partition, long offset) {}
