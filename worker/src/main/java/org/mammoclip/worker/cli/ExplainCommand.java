package org.mammoclip.worker.cli;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.mammoclip.schema.ledger.StudyStory;
import org.mammoclip.worker.config.ConfigException;
import org.mammoclip.worker.operate.Explanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The causal story of one study. Works while the service is down: it reads the database. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Tells what happened to one study, from its first image or announcement to the PACS's"
                + " acknowledgement, and what it waits for.")
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    ConfigOption config;

    @Parameters(paramLabel = "STUDY_OR_ACCESSION", description = "Study Instance UID or Accession Number.")
    String study;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        Instant now = Clock.systemUTC().instant();
        LedgerSession.with(config.load(), ledger -> {
            StudyStory story = ledger.view()
                    .story(LedgerSession.resolve(ledger, study))
                    .orElseThrow(() -> new CommandFailure("the study is gone"));
            Explanation.lines(story, now).forEach(spec.commandLine().getOut()::println);
        });
        return 0;
    }
}
