package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammogram.prepare.MammogramPreparation;
import org.mammoclip.phantom.PhantomCorpus;
import org.mammoclip.phantom.PhantomSettings;
import org.mammoclip.phantom.ScannerStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a corpus of phantoms. */
@Command(
        name = "phantom",
        mixinStandardHelpOptions = true,
        description = {
            "Writes screening exams of women who never existed: four views each, reports in varied words, and the truth.",
            "The folder gets image_text.csv (one row an image, with report sections), vindr.csv (one row a finding, with"
                    + " boxes), truth.jsonl (everything that is known), phantom.json (what it was drawn from), reports/,"
                    + " png/ (prepared for the model) and dicom/.",
            "The same options give the same files. Another --seed gives other women; another --signal-to-noise,"
                    + " --lesions or --style gives the same women."
        })
final class PhantomCommand implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "DIR", required = true, description = "A new or empty folder.")
    Path out = Path.of("");

    @Option(
            names = "--exams",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many women, at most " + PhantomCorpus.MAX_EXAMS + " (default: ${DEFAULT-VALUE}).")
    int exams;

    @Option(
            names = "--first",
            paramLabel = "I",
            defaultValue = "0",
            description = "Index of the first, to continue a corpus elsewhere (default: ${DEFAULT-VALUE}).")
    int first;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(
            names = "--rows",
            paramLabel = "R",
            defaultValue = "1024",
            description =
                    "Rows of the stored images, 256 to 4096; columns are 13/16 of it (default: ${DEFAULT-VALUE}).")
    int rows;

    @Option(
            names = "--lesions",
            paramLabel = "P",
            defaultValue = "0.5",
            description = "Share of exams with something to report, 0 to 1 (default: ${DEFAULT-VALUE}).")
    double lesions;

    @Option(
            names = "--signal-to-noise",
            paramLabel = "X",
            defaultValue = "2.5",
            description =
                    "Brightness of lesions over the variation of the tissue around them, 0.1 to 20: 1 is hard to see,"
                            + " 5 easy (default: ${DEFAULT-VALUE}).")
    double signalToNoise;

    @Option(
            names = "--speck-brightness",
            paramLabel = "Y",
            description =
                    "Brightness of single suspicious calcifications, where 1 is the span from black to white, 0.005"
                            + " to 2; scattered benign ones are no darker (default: 0.08 times the signal-to-noise"
                            + " ratio).")
    @Nullable
    Double speckBrightness;

    @Option(
            names = "--style",
            paramLabel = "A|B|C",
            description =
                    "One make of machine for all: A 12 bits crisp, B 14 bits MONOCHROME1 soft, C 10 bits hard contrast"
                            + " (default: drawn for each woman).")
    @Nullable
    ScannerStyle style;

    @Option(
            names = "--prepared",
            paramLabel = "ROWSxCOLUMNS",
            defaultValue = "1520x912",
            description = "Size of the PNG images (default: ${DEFAULT-VALUE}, what released checkpoints want).")
    String prepared = "";

    @Option(names = "--no-png", description = "Leave the prepared images out.")
    boolean noPng;

    @Option(names = "--no-dicom", description = "Leave the DICOM files out.")
    boolean noDicom;

    @Option(
            names = "--close-ups",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Write N windows of each image, half its rows and columns, around the finding or somewhere in a"
                            + " healthy breast, instead of the image; no breast has more than one finding, no DICOM (default: none)."
                            + " A model of half the raster that starts from nothing learns from them what lesions look like.")
    int closeUps;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        PrintWriter console = spec.commandLine().getOut();
        try {
            PhantomCorpus corpus =
                    new PhantomCorpus(settings(), size(prepared), !noPng, !noDicom && closeUps == 0, closeUps);
            corpus.write(out, first, exams, done -> {
                console.println("wrote " + done + " of " + exams + " exams");
                console.flush();
            });
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
        console.println("computed phantoms, not patients: " + out.resolve("phantom.json"));
        console.flush();
        return 0;
    }

    private PhantomSettings settings() {
        Optional<ScannerStyle> machine = Optional.ofNullable(style);
        return speckBrightness == null
                ? new PhantomSettings(seed, rows, lesions, signalToNoise, machine)
                : new PhantomSettings(seed, rows, lesions, signalToNoise, machine, speckBrightness);
    }

    private static ImageSize size(String text) {
        String[] sides = text.split("x", -1);
        ImageSize most = MammogramPreparation.REFERENCE_SIZE;
        try {
            ImageSize size = new ImageSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[sides.length - 1]));
            if (sides.length == 2 && size.rows() <= 2 * most.rows() && size.columns() <= 2 * most.columns()) {
                return size;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("--prepared " + text + ": ROWSxCOLUMNS, such as " + most.rows() + "x"
                + most.columns() + ", at most twice that");
    }
}
