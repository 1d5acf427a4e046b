package org.mammoclip.worker.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.ModelVerification;
import org.mammoclip.mammoclip.verify.ProbePoint;
import org.mammoclip.mammoclip.verify.VerificationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether a model file is whole, and whether it computes what somebody's PyTorch computes. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a model file, and whether it computes what PyTorch computes.",
            "Digests, names, shapes and counts of its parameters, and that every value",
            "is finite. With --against it also compares parameters, every layer and",
            "every vector with values from another implementation, and says at which",
            "layer the computation deviates first.",
            "Exit code 1 if anything is wrong or deviates."
        },
        footer = {
            "",
            "A layer deviates if its largest difference, relative to its largest value,",
            "is above the tolerance; a vector if the L2 norm of the difference, relative",
            "to its own, is. Float32 rounding gives 1e-7 to 2e-6, the smallest of the",
            "usual mistakes 1e-4, weights stored in half precision 1e-3.",
            "",
            "Reference values from any PyTorch model (its first lines say how):",
            "  mammoclip model verify --print-python > write_reference.py",
            "",
            "They are JSON: {\"params\": [{name, shape, crc32}], \"cases\": [...]}, with",
            "  image    {\"input\": {\"file\": \"x.npy\", \"shape\": [1,3,H,W]},",
            "            \"intermediate\": {\"block.0\": summary, ...},",
            "            \"embedding\": [...], \"projection\": [...], \"normalized\": [...]}",
            "  texts    {\"input_ids\": [[...]], \"attention_mask_lengths\": [...],",
            "            \"texts\": [...], \"intermediate\": {...}, \"pooling\": {\"eos\":",
            "            {\"feature_full\": [[...]], \"projection_full\": [[...]],",
            "             \"normalized_full\": [[...]]}}}",
            "  summary  {shape, mean, std, min, max, first16, strided16}",
            "All parts but the inputs are optional."
        })
final class ModelVerifyCommand implements Callable<Integer> {
    private static final String SCRIPT = "write_reference.py";
    private static final int MOST_SHOWN = 10;

    @Parameters(
            paramLabel = "CHECKPOINT",
            arity = "0..1",
            description = "builtin:demo, a folder in our own format, or a PyTorch save file.")
    @Nullable
    String checkpoint;

    @Option(names = "--against", paramLabel = "FILE", description = "Reference values (JSON, see below).")
    @Nullable
    Path against;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            defaultValue = "1e-5",
            description = "Largest relative deviation that still agrees (default: ${DEFAULT-VALUE}).")
    double tolerance;

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = "cpu",
            description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE}).")
    String device = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Writes every comparison as JSON.")
    @Nullable
    Path out;

    @Option(names = "--print-python", description = "Prints the Python that writes reference values, and ends.")
    boolean printPython;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        PrintWriter console = spec.commandLine().getOut();
        if (printPython) {
            console.print(script());
            console.flush();
            return 0;
        }
        if (checkpoint == null) {
            throw new ParameterException(spec.commandLine(), "which CHECKPOINT? builtin:demo, a folder or a file");
        }
        if (!(tolerance > 0) || !Double.isFinite(tolerance)) {
            throw new ParameterException(spec.commandLine(), "--tolerance is above 0");
        }
        ComputeDevice where = ProbeOptions.device(spec, device);
        try {
            ModelVerification verification = against == null
                    ? ModelVerification.survey(checkpoint)
                    : ModelVerification.compare(checkpoint, against, tolerance, where);
            print(console, verification);
            if (out != null) {
                Files.write(out, document(verification));
                console.println("wrote   " + out);
            }
            console.flush();
            return verification.passes() ? 0 : Main.FAILED;
        } catch (IOException e) {
            throw CommandFailure.of(e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static void print(PrintWriter console, ModelVerification verification) {
        console.println(
                "model   " + verification.name() + " (" + verification.kind() + "), sha256 " + verification.sha256());
        console.println(String.format(
                Locale.ROOT,
                "survey  %d parameters, %,d values, %,d of them trained",
                verification.survey().tensors(),
                verification.survey().values(),
                verification.survey().trainable()));
        print(console, "DEFECT  ", verification.survey().defects());
        verification.report().ifPresent(report -> print(console, report));
        console.println(verification.passes() ? "ok" : "FAILED");
    }

    private static void print(PrintWriter console, VerificationReport report) {
        long agreeing = report.points().stream().filter(ProbePoint::agrees).count();
        console.println(String.format(
                Locale.ROOT,
                "against %d comparisons, %d agree within %.0e, largest relative difference %.1e",
                report.points().size(),
                agreeing,
                report.tolerance(),
                report.points().stream()
                        .mapToDouble(point -> point.deviation().largest())
                        .max()
                        .orElse(0)));
        print(
                console,
                "DEVIATES parameter ",
                report.deviatingParameters().stream().map(ProbePoint::name).toList());
        report.firstDeviation()
                .ifPresent(first -> console.println(String.format(
                        Locale.ROOT,
                        "DEVIATES first at %s (%s): relative L2 %.1e, largest relative difference %.1e",
                        first.name(),
                        first.where(),
                        first.deviation().relativeL2(),
                        first.deviation().largest())));
        if (report.points().isEmpty()) {
            console.println("DEVIATES nothing could be compared");
        }
        print(console, "skipped ", report.skipped());
    }

    private static void print(PrintWriter console, String prefix, List<String> lines) {
        lines.stream().limit(MOST_SHOWN).forEach(line -> console.println(prefix + line));
        if (lines.size() > MOST_SHOWN) {
            console.println(prefix + "... and " + (lines.size() - MOST_SHOWN) + " more; --out lists all");
        }
    }

    private byte[] document(ModelVerification verification) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = mapper.createObjectNode();
        root.put("model", verification.name())
                .put("kind", verification.kind())
                .put("sha256", verification.sha256())
                .put("codeVersion", ProductVersion.current())
                .put("passes", verification.passes())
                .put("parameters", verification.survey().tensors())
                .put("values", verification.survey().values())
                .put("trainable", verification.survey().trainable());
        verification.survey().defects().forEach(root.putArray("defects")::add);
        verification.report().ifPresent(report -> {
            root.put("tolerance", report.tolerance());
            ArrayNode points = root.putArray("comparisons");
            for (ProbePoint point : report.points()) {
                ObjectNode node = points.addObject()
                        .put("where", point.where())
                        .put("name", point.name())
                        .put("agrees", point.agrees());
                putFinite(node, "relativeL2", point.deviation().relativeL2());
                putFinite(node, "largest", point.deviation().largest());
            }
            report.skipped().forEach(root.putArray("skipped")::add);
        });
        return mapper.writeValueAsBytes(root);
    }

    /** JSON has no infinity: what cannot be compared is null. */
    private static void putFinite(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    private static String script() throws CommandFailure {
        try (InputStream in = Objects.requireNonNull(ModelVerifyCommand.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure("the script cannot be read", e);
        }
    }
}
