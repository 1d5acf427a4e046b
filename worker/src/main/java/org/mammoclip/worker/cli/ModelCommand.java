package org.mammoclip.worker.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Model files by hand. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = "Looks into model files, imports and verifies them.",
        subcommands = {ModelInspectCommand.class, ModelImportCommand.class, ModelVerifyCommand.class})
final class ModelCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
