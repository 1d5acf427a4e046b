package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.NamedModel;
import org.mammoclip.mammoclip.TrainingDevice;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ComputedAttributes;
import org.mammoclip.mammoclip.checkpoint.ModelImport;
import org.mammoclip.mammoclip.checkpoint.ModelInspection;
import org.mammoclip.mammoclip.learn.factor.Attribute;
import org.mammoclip.mammoclip.learn.factor.AttributeDirections;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A PyTorch file becomes a folder of our own format. */
@Command(
        name = "import",
        description = {
            "Turns a PyTorch file into a folder in our own format.",
            "FILE (.tar, .pth, .pt) holds a CLIP checkpoint, a classifier, a detector or a mapper; the folder gets model.json,"
                    + " model.safetensors and, for a CLIP checkpoint, vocab.txt. The file is read without Python; nothing in it"
                    + " is run, and no path in it is followed."
        },
        footer = {
            "",
            "Weights are not free of conditions: state their licence. The authors released theirs under CC BY-NC-SA 4.0, for"
                    + " non-commercial research and education only; --accept-licence says that you keep to that.",
            "",
            "  mammoclip model import b5-model-best-epoch-7.tar --out b5 --accept-licence",
            "  mammoclip model import mapper.pth --clip b5 --out b5-mapper --accept-licence"
        })
final class ModelImportCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    boolean help;

    @Parameters(paramLabel = "FILE", description = "The PyTorch file.")
    Path file = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write; absent or empty.")
    Path out = Path.of("");

    /** Exactly one of the two. */
    static final class Licence {
        @Option(names = "--licence", paramLabel = "TEXT", description = "Licence of the weights, in one line.")
        @Nullable
        String text;

        @Option(
                names = "--accept-licence",
                description = "The file was released by the Mammo-CLIP authors, and their licence is kept.")
        boolean accepted;
    }

    @ArgGroup(multiplicity = "1")
    Licence licence = new Licence();

    @Option(
            names = "--vocabulary",
            paramLabel = "FILE",
            description = "The text encoder's vocab.txt; default: FILE.vocab.txt or vocab.txt beside FILE.")
    @Nullable
    Path vocabulary;

    @Option(
            names = "--attributes",
            paramLabel = "FILE",
            description = "A mapper's attribute embeddings; default: FILE.attributes.pth if it is there.")
    @Nullable
    Path attributes;

    @Option(
            names = "--clip",
            paramLabel = "CHECKPOINT",
            description = "For a mapper without attribute embeddings: the CLIP checkpoint it was trained on, whose text"
                    + " tower computes them from sentences.")
    @Nullable
    String clip;

    @Mixin
    AttributeOptions attributeOptions = new AttributeOptions();

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the model; default: that of the file.")
    @Nullable
    String name;

    @Option(names = "--version", paramLabel = "V", description = "Version of the model; default: its epoch.")
    @Nullable
    String version;

    @Option(
            names = "--threshold",
            paramLabel = "FINDING=VALUE",
            description = "An operating point to keep with the model, 0 to 1; may be repeated.")
    Map<String, Double> thresholds = new LinkedHashMap<>();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        try {
            request().write(file, out, ProductVersion.current());
            PrintWriter console = spec.commandLine().getOut();
            ModelTable.print(console, ModelInspection.of(out));
            console.println("wrote " + out);
            console.flush();
            return 0;
        } catch (IOException e) {
            throw CommandFailure.of(e);
        } catch (CheckpointMismatchException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private ModelImport request() throws IOException {
        String text = licence.text;
        ModelImport request = ModelImport.underLicence(text == null ? ModelImport.RELEASED_LICENCE : text)
                .withThresholds(thresholds);
        request = name == null ? request : request.withName(name);
        request = version == null ? request : request.withVersion(version);
        request = vocabulary == null ? request : request.withVocabulary(vocabulary);
        if (clip != null) {
            if (attributes != null) {
                throw new IllegalArgumentException("--attributes and --clip: one of the two");
            }
            return request.withAttributes(computed(clip));
        }
        if (attributeOptions.areGiven()) {
            throw new IllegalArgumentException("--attribute and --sentences need --clip");
        }
        return attributes == null ? request : request.withAttributes(attributes);
    }

    private ComputedAttributes computed(String checkpoint) throws IOException {
        List<Attribute> wanted = attributeOptions.read();
        try (Checkpoint opened = NamedModel.checkpoint(checkpoint)) {
            return TrainingDevice.run(
                    ComputeDevice.CPU, manager -> AttributeDirections.forImport(manager, opened, wanted, file));
        }
    }
}
