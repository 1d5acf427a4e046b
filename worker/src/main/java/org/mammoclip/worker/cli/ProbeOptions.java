package org.mammoclip.worker.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.ModelProbe;
import org.mammoclip.mammoclip.ProbedModel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which model a command looks into, and where it runs. */
final class ProbeOptions {
    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            defaultValue = "builtin:demo",
            description = "builtin:demo, or a path to a pre-training checkpoint (default: ${DEFAULT-VALUE}).")
    String checkpoint = "";

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = "auto",
            description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE}).")
    String device = "";

    ModelProbe open(CommandSpec spec) throws CommandFailure {
        ComputeDevice wish = device(spec, device);
        try {
            return ModelProbe.open(checkpoint, wish);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    static ComputeDevice device(CommandSpec spec, String text) {
        try {
            return ComputeDevice.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** What every output says about the model that made it. */
    static void describe(ObjectNode node, ProbedModel model) {
        node.put("name", model.name())
                .put("version", model.version())
                .put("architecture", model.architecture())
                .put("checkpointSha256", model.checkpointSha256())
                .put("statement", model.statement())
                .put("preprocessingVersion", model.preprocessingVersion())
                .put("logitScale", model.logitScale())
                .put("device", model.device())
                .put("codeVersion", ProductVersion.current());
    }
}
