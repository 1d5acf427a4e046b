package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mammoclip.mammoclip.checkpoint.ModelInspection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a model file is, without building the model. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = {
            "Says what a model file or folder is, or what is wrong with it.",
            "Kind, network, number and types of tensors, origin, licence, and what does not fit; of damaged and unknown files as"
                    + " much as can be read. Nothing in a file is run. Exit code 1 if this version cannot use the model."
        })
final class ModelInspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PATH", description = "A PyTorch file (.tar, .pth, .pt) or a folder in our own format.")
    Path path = Path.of("");

    @Option(names = "--json", description = "Prints JSON.")
    boolean json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        if (path.toString().startsWith("builtin:")) {
            throw new CommandFailure(path + " is no file; 'mammoclip model verify " + path + "' says what it is");
        }
        try {
            ModelInspection inspection = ModelInspection.of(path);
            PrintWriter console = spec.commandLine().getOut();
            if (json) {
                console.println(ModelTable.json(inspection));
            } else {
                ModelTable.print(console, inspection);
            }
            console.flush();
            return inspection.problems().isEmpty() ? 0 : Main.FAILED;
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
    }
}
