package org.mammoclip.worker.operate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.schema.ledger.LedgerStatus;

/**
 * The ledger's queues as gauges: how many wait, and how old the oldest is, in seconds. Refreshed by whoever has read the
 * ledger; between refreshes the last values stand. Thread-safe.
 */
final class QueueGauges {
    private final MultiGauge count;
    private final MultiGauge oldest;
    private final MultiGauge studies;

    public QueueGauges(MeterRegistry registry) {
        this.count = MultiGauge.builder("mammoclip_queue_size")
                .description("Entries that wait")
                .register(registry);
        this.oldest = MultiGauge.builder("mammoclip_queue_oldest_seconds")
                .description("Age of the oldest entry that waits")
                .register(registry);
        this.studies = MultiGauge.builder("mammoclip_studies")
                .description("Studies by the state of their latest revision")
                .register(registry);
    }

    /** Takes over what the ledger says now. */
    public void refresh(LedgerStatus status) {
        List<MultiGauge.Row<?>> counts = new ArrayList<>();
        List<MultiGauge.Row<?>> ages = new ArrayList<>();
        add(counts, ages, "receiving", "", status.receiving());
        add(counts, ages, "score", "", status.assembled());
        add(counts, ages, "announcements", "", status.announcements());
        add(counts, ages, "outbox", "", status.outbox());
        status.deliveries().forEach((name, queue) -> add(counts, ages, "delivery", name, queue));
        status.deadDeliveries()
                .forEach((name, dead) ->
                        counts.add(MultiGauge.Row.of(Tags.of("queue", "dead_delivery", "destination", name), dead)));
        counts.add(MultiGauge.Row.of(
                Tags.of("queue", "rejected_announcement", "destination", ""), status.rejectedAnnouncements()));
        counts.add(MultiGauge.Row.of(Tags.of("queue", "quarantine", "destination", ""), status.quarantined()));
        count.register(counts, true);
        oldest.register(ages, true);
        List<MultiGauge.Row<?>> states = new ArrayList<>();
        status.latestRevisions()
                .forEach((state, number) -> states.add(MultiGauge.Row.of(Tags.of("state", state.name()), number)));
        studies.register(states, true);
    }

    private static void add(
            List<MultiGauge.Row<?>> counts,
            List<MultiGauge.Row<?>> ages,
            String queue,
            String destination,
            LedgerStatus.Queue value) {
        Tags tags = Tags.of("queue", queue, "destination", destination);
        counts.add(MultiGauge.Row.of(tags, value.count()));
        ages.add(MultiGauge.Row.of(tags, value.oldest().toMillis() / 1000.0));
    }
}
