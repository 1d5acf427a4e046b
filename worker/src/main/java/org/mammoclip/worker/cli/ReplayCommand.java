package org.mammoclip.worker.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.schema.ledger.StudyRevision;
import org.mammoclip.worker.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores a study again, as a new revision. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Has a study decided and scored again; the results are a new revision that names its predecessor.")
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    ConfigOption config;

    @Parameters(paramLabel = "STUDY_OR_ACCESSION", description = "Study Instance UID or Accession Number.")
    String study;

    @Option(names = "--model", paramLabel = "M", description = "Name of the wanted model; default: the worker's.")
    @Nullable
    String model;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        LedgerSession.with(config.load(), ledger -> {
            Uid uid = LedgerSession.resolve(ledger, study);
            try {
                StudyRevision revision = ledger.upkeep()
                        .replay(uid, model, "command line", Clock.systemUTC().instant())
                        .orElseThrow(() -> new CommandFailure("no image of the study was ever received"));
                spec.commandLine()
                        .getOut()
                        .println("revision " + revision.revision() + " opened; 'mammoclip explain " + uid
                                + "' follows it");
            } catch (IllegalStateException e) {
                throw new CommandFailure("the study stopped for an identity conflict and is not scored again", e);
            }
        });
        return 0;
    }
}
