package org.mammoclip.worker.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which operating points {@code evaluate} shows. */
final class EvaluateThresholdOptions {
    @Option(
            names = "--threshold",
            paramLabel = "[NAME=]SCORE",
            description = "A case with at least this score is called present; repeat for several.")
    List<String> given = new ArrayList<>();

    @Option(
            names = "--choose",
            paramLabel = "RULE",
            description = "youden, sensitivity=0.9 or specificity=0.9: the threshold that does this on validation rows;"
                    + " repeat for several. Never chosen on the rows that are evaluated.")
    List<String> rules = new ArrayList<>();

    @Option(
            names = "--validation",
            paramLabel = "FILE",
            description = "Table of validation rows, with the same columns, of other patients.")
    @Nullable
    Path validation;

    @Option(
            names = "--validation-rows",
            paramLabel = "COLUMN=VALUE",
            description = "The validation rows of that table, or of TABLE.")
    @Nullable
    String validationRows;
}
