package org.mammoclip.worker.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.FindingSet;
import org.mammoclip.mammoclip.ModelBench;
import org.mammoclip.mammoclip.ModelOptions;
import org.mammoclip.mammoclip.NativeEnvironment;
import org.mammoclip.mammoclip.Precision;
import org.mammoclip.mammoclip.bench.Laps;
import org.mammoclip.mammoclip.bench.ResidentMemory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How fast a model runs on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how fast a model is on this machine.",
            "The image encoder by batch size, and whole images with and without attribution maps, taking turns. Prints"
                    + " images per second, the median and 99th percentile of the time, and the memory of the process. No"
                    + " images are needed; the time does not depend on them."
        },
        footer = {
            "",
            "On a processor each image of a batch is its own forward pass, so larger batches gain nothing there.",
            "For a released model without its weights: --architecture efficientnet-b5"
        })
final class BenchCommand implements Callable<Integer> {
    private static final double MEGABYTE = 1e6;

    @ArgGroup
    @Nullable
    Subject subject;

    /** One of the two; neither is the demonstration model. */
    static final class Subject {
        @Option(
                names = "--checkpoint",
                paramLabel = "C",
                description = "builtin:demo (default), or a path to a checkpoint.")
        @Nullable
        String checkpoint;

        @Option(
                names = "--architecture",
                paramLabel = "A",
                description = "An untrained model instead: efficientnet-b2, efficientnet-b5 or efficientnet-demo.")
        @Nullable
        String architecture;

        ModelBench.Subject toSubject() {
            return architecture != null
                    ? new ModelBench.Subject.Untrained(architecture)
                    : new ModelBench.Subject.Named(String.valueOf(checkpoint));
        }
    }

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = "auto",
            description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE}).")
    String device = "";

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "auto",
            description = "auto, float32 or float16 (default: ${DEFAULT-VALUE}).")
    String precision = "";

    @Option(
            names = "--batch",
            paramLabel = "N",
            split = ",",
            description = "Batch sizes of the encoder, 1 to " + ModelBench.MAX_BATCH + ", separated by commas"
                    + " (1 is always measured).")
    List<Integer> batches = new ArrayList<>();

    @Option(
            names = "--laps",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "How often everything is repeated, 1 to " + ModelBench.MAX_LAPS + " (default: ${DEFAULT-VALUE}).")
    int laps;

    @Option(names = "--json", description = "Prints JSON, with the time of every lap.")
    boolean json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        PrintWriter console = spec.commandLine().getOut();
        try {
            ModelBench bench = ModelBench.run(
                    subject == null ? new ModelBench.Subject.Named("builtin:demo") : subject.toSubject(),
                    new ModelOptions(ComputeDevice.parse(device), FindingSet.DEFAULT, Precision.parse(precision)),
                    batches,
                    laps);
            if (json) {
                console.println(document(bench));
            } else {
                NativeEnvironment.warnings().forEach(warning -> console.println("warning   " + warning));
                print(console, bench);
            }
            console.flush();
            return 0;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
    }

    private static void print(PrintWriter console, ModelBench bench) {
        console.println("model     " + bench.model());
        console.println(String.format(
                Locale.ROOT,
                "encoder   %s, 1x3x%dx%d, %s on %s, %d processors",
                bench.architecture(),
                bench.encoderInput().rows(),
                bench.encoderInput().columns(),
                bench.precision(),
                bench.device(),
                Runtime.getRuntime().availableProcessors()));
        console.println(String.format(
                Locale.ROOT, "open      %.2f s, first pass %.3f s", bench.openSeconds(), bench.firstPassSeconds()));
        bench.encoder().forEach((batch, laps) -> console.println(line("batch " + batch, laps)));
        console.println(line("image", bench.whole()));
        console.println(line("no maps", bench.withoutMaps()));
        console.println("maps      " + maps(bench.mapShare()));
        console.println("memory    " + megabytes(ResidentMemory.now()) + " MB resident, "
                + megabytes(ResidentMemory.peak()) + " MB at most, two models and an encoder open");
    }

    /** A difference of two measurements: on a busy machine, or after few laps, it can come out below nothing. */
    static String maps(double share) {
        return share < 0
                ? "cost less than these laps can tell from noise; take more laps on an idle machine"
                : String.format(
                        Locale.ROOT, "%.1f %% of an encoder pass, boxes included, by the shortest laps", 100 * share);
    }

    private static String line(String what, Laps laps) {
        return String.format(
                Locale.ROOT,
                "%-9s %.2f images/s, p50 %.3f s, p99 %.3f s, shortest %.3f s, n=%d",
                what,
                laps.imagesPerSecond(),
                laps.median(),
                laps.quantile(0.99),
                laps.shortest(),
                laps.seconds().size());
    }

    private static String megabytes(OptionalLong bytes) {
        return bytes.isPresent() ? String.format(Locale.ROOT, "%.0f", bytes.getAsLong() / MEGABYTE) : "unknown";
    }

    private static String document(ModelBench bench) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = mapper.createObjectNode();
        root.put("model", bench.model())
                .put("codeVersion", ProductVersion.current())
                .put("architecture", bench.architecture())
                .put("rows", bench.encoderInput().rows())
                .put("columns", bench.encoderInput().columns())
                .put("device", bench.device())
                .put("precision", bench.precision())
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("openSeconds", bench.openSeconds())
                .put("firstPassSeconds", bench.firstPassSeconds());
        ArrayNode encoder = root.putArray("encoder");
        bench.encoder().forEach((batch, laps) -> put(encoder.addObject().put("batch", batch), laps));
        put(root.putObject("image"), bench.whole());
        put(root.putObject("imageWithoutMaps"), bench.withoutMaps());
        root.put("mapShare", bench.mapShare());
        ResidentMemory.now().ifPresent(bytes -> root.put("residentBytes", bytes));
        ResidentMemory.peak().ifPresent(bytes -> root.put("peakResidentBytes", bytes));
        NativeEnvironment.warnings().forEach(root.putArray("warnings")::add);
        return mapper.writeValueAsString(root);
    }

    private static void put(ObjectNode node, Laps laps) {
        node.put("imagesPerSecond", laps.imagesPerSecond())
                .put("p50", laps.median())
                .put("p99", laps.quantile(0.99));
        laps.seconds().forEach(node.putArray("seconds")::add);
    }
}
