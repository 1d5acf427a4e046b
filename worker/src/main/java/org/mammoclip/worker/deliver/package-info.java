/**
 * Results out: {@link org.mammoclip.worker.deliver.DeliveryStage} sends the objects of one revision to one
 * {@link org.mammoclip.worker.deliver.Destination}, {@link org.mammoclip.worker.deliver.TriagePublisher} puts the ledger's
 * outbox on Kafka. Both repeat until they are acknowledged; the receivers see the same UIDs every time.
 */
@NullMarked
package org.mammoclip.worker.deliver;

import org.jspecify.annotations.NullMarked;
