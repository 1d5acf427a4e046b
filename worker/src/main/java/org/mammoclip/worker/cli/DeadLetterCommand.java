package org.mammoclip.worker.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import org.mammoclip.schema.ledger.DeadLetter;
import org.mammoclip.schema.ledger.DeadLetterId;
import org.mammoclip.worker.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What stopped and waits for somebody. */
@Command(
        name = "dead-letter",
        mixinStandardHelpOptions = true,
        subcommandsRepeatable = false,
        description =
                "Lists, shows and requeues what stopped: failed studies, refused deliveries, rejected announcements.")
final class DeadLetterCommand {
    @Spec
    CommandSpec spec;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists dead letters, the latest first.")
    int list(
            @Mixin ConfigOption config,
            @Option(
                            names = "--limit",
                            defaultValue = "50",
                            description = "At most so many (default: ${DEFAULT-VALUE}).")
                    int limit)
            throws ConfigException, CommandFailure {
        PrintWriter out = spec.commandLine().getOut();
        LedgerSession.with(config.load(), ledger -> {
            List<DeadLetter> letters = ledger.view().deadLetters(Math.max(1, limit));
            letters.forEach(letter -> out.println(letter.id().value() + "  " + letter.code() + "  " + letter.where()
                    + "  since " + letter.since() + "  " + letter.detail()));
            out.println(letters.size() + " dead letter(s)");
        });
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one dead letter.")
    int show(@Mixin ConfigOption config, @Parameters(paramLabel = "ID", description = "As listed.") String id)
            throws ConfigException, CommandFailure {
        PrintWriter out = spec.commandLine().getOut();
        DeadLetterId letterId = parse(id);
        LedgerSession.with(config.load(), ledger -> {
            DeadLetter letter = ledger.view()
                    .deadLetter(letterId)
                    .orElseThrow(() -> new CommandFailure("no dead letter has this id (any more)"));
            out.println("id        " + letter.id().value());
            out.println("study     " + letter.studyInstanceUid());
            out.println("where     " + letter.where());
            out.println("code      " + letter.code() + " (" + letter.code().handling() + ")");
            out.println("detail    " + letter.detail());
            out.println("attempts  " + letter.attempts());
            out.println("since     " + letter.since());
        });
        return 0;
    }

    @Command(
            name = "requeue",
            mixinStandardHelpOptions = true,
            description = "Puts a dead letter back into its queue, once its cause is mended.")
    int requeue(@Mixin ConfigOption config, @Parameters(paramLabel = "ID", description = "As listed.") String id)
            throws ConfigException, CommandFailure {
        PrintWriter out = spec.commandLine().getOut();
        DeadLetterId letterId = parse(id);
        LedgerSession.with(config.load(), ledger -> {
            if (!ledger.upkeep()
                    .requeue(letterId, "command line", Clock.systemUTC().instant())) {
                throw new CommandFailure("no dead letter has this id (any more)");
            }
            out.println("requeued");
        });
        return 0;
    }

    private static DeadLetterId parse(String id) throws CommandFailure {
        try {
            return new DeadLetterId(id);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "an id looks like study:UID/REVISION, delivery:NUMBER or announcement:UUID, as 'dead-letter list'"
                            + " prints it",
                    e);
        }
    }
}
