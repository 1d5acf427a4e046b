package org.mammoclip.worker.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.mammoclip.schema.ledger.LedgerStatus;
import org.mammoclip.worker.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What waits where, and for how long. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows the queues: how many studies, deliveries and events wait, and how old the oldest is.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    ConfigOption config;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        Instant now = Clock.systemUTC().instant();
        LedgerSession.with(config.load(), ledger -> print(ledger.view().status(now)));
        return 0;
    }

    private void print(LedgerStatus status) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("studies");
        new TreeMap<>(status.latestRevisions()).forEach((state, count) -> out.printf("  %-12s %6d%n", state, count));
        out.println("queues                        waiting   oldest");
        queue(out, "announced, to be fetched", status.announcements());
        queue(out, "receiving, decision due", status.receiving());
        queue(out, "waiting for the model", status.assembled());
        new TreeMap<>(status.deliveries()).forEach((name, queue) -> queue(out, "delivery to " + name, queue));
        queue(out, "events to publish", status.outbox());
        out.println("needs somebody ('mammoclip dead-letter list')");
        new TreeMap<>(status.deadDeliveries())
                .forEach((name, count) -> out.printf("  %-28s %7d%n", "dead deliveries to " + name, count));
        out.printf("  %-28s %7d%n", "rejected announcements", status.rejectedAnnouncements());
        out.printf("  %-28s %7d%n", "quarantined inputs", status.quarantined());
    }

    private static void queue(PrintWriter out, String name, LedgerStatus.Queue queue) {
        out.printf(Locale.ROOT, "  %-28s %7d   %s%n", name, queue.count(), age(queue.oldest()));
    }

    private static String age(Duration age) {
        if (age.isZero()) {
            return "-";
        }
        return age.toMinutes() < 2
                ? age.toSeconds() + " s"
                : age.toHours() < 2 ? age.toMinutes() + " min" : age.toHours() + " h";
    }
}
