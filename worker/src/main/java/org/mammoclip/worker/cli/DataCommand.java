package org.mammoclip.worker.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Data for learning, before it is learned from. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = "Looks at data before anybody learns from it, and prepares it.",
        subcommands = {DataCheckCommand.class, DataFoldsCommand.class, DataTableCommand.class})
final class DataCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
