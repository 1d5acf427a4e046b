/**
 * The durable record of where every study is: what was received, decided, scored, sent and announced. PostgreSQL is the
 * queue; a lease is a row, a deadline is a row, so a killed worker loses nothing.
 *
 * <p>Start reading at {@link org.mammoclip.schema.ledger.Ledger}, then {@link org.mammoclip.schema.ledger.StudyLedger}
 * (the life of one revision), {@link org.mammoclip.schema.ledger.DeliveryQueue},
 * {@link org.mammoclip.schema.ledger.Inbox}, {@link org.mammoclip.schema.ledger.Outbox},
 * {@link org.mammoclip.schema.ledger.LedgerView} and {@link org.mammoclip.schema.ledger.LedgerUpkeep}. The tables are in
 * {@code db/migration}, with a comment on each.
 */
@NullMarked
package org.mammoclip.schema.ledger;

import org.jspecify.annotations.NullMarked;
