/** Migrations of the ledger's database; the ledger itself is in {@code ledger}, the Kafka events in {@code event}. */
@NullMarked
package org.mammoclip.schema;

import org.jspecify.annotations.NullMarked;
