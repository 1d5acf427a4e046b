/**
 * Real PostgreSQL and real Kafka inside this process (or as its children), on loopback, for the quickstart and for
 * integration tests; never on the worker's class path. Start at
 * {@link org.mammoclip.embedded.EmbeddedDatabase} and {@link org.mammoclip.embedded.EmbeddedKafka}.
 */
@NullMarked
package org.mammoclip.embedded;

import org.jspecify.annotations.NullMarked;
