package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.TrainingDevice;
import org.mammoclip.mammoclip.card.LearningCard;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.card.LearningResults;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;
import org.mammoclip.mammoclip.evaluate.page.Numbers;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.learn.detector.DetectorMeasurement;
import org.mammoclip.mammoclip.learn.detector.DetectorSettings;
import org.mammoclip.mammoclip.learn.detector.DetectorTraining;
import org.mammoclip.mammoclip.train.ProgressLine;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.TrainingListener;
import org.mammoclip.mammoclip.train.TrainingRun;
import org.mammoclip.worker.learn.DetectorPage;
import org.mammoclip.worker.learn.LabelSummary;
import org.mammoclip.worker.learn.PreparedImages;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the detector. */
@Command(
        name = "detector",
        mixinStandardHelpOptions = true,
        defaultValueProvider = DetectorPlanOptions.Defaults.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Trains RetinaNet to find boxes of one or more findings, from the image tower of a pre-training checkpoint.",
            "",
            "Writes a run folder: config.json, metrics.jsonl and TensorBoard events (every step), latest and best (model"
                    + " folders; best has the highest mean average precision on validation images), then results.json, a"
                    + " model card and detector.html with pictures of what was found. Called again with the same options"
                    + " it goes on from the last save and takes the steps that an uninterrupted run would have taken."
        },
        footer = {
            "",
            "The table is VinDr-Mammo's finding_annotations.csv with boxes; those of pictures",
            "that were prepared before are in its columns resized_xmin to resized_ymax.",
            "",
            "As published, a detector sees only images with its finding, and is judged on",
            "those: nothing is known then of false boxes in normal images. --normals teaches",
            "it, and the results count both ways.",
            "",
            "best is named in a findings file (deploy/findings.md), for boxes or as a score:",
            "  boxes: { detector: run/best, minimumScore: 0.2 }",
            "  score: { detector: { checkpoint: run/best } }",
            "",
            "Examples:",
            "  mammoclip detector --table vindr.csv --images png --finding mass \\",
            "      --checkpoint models/b5 --out mass",
            "  mammoclip detector --table vindr.csv --images png --finding mass \\",
            "      --finding suspicious_calcification --normals 0.2 --backbone frozen \\",
            "      --checkpoint models/b5 --out both",
            "",
            "Exit codes: 0 done; 1 failed (bad rows, unreadable files, a loss that is not",
            "finite); 2 wrong usage."
        })
final class DetectorCommand extends LearningCommand {
    private static final int PROGRESS = 200;

    @ArgGroup(exclusive = false, validate = false, heading = "%nThe model:%n")
    DetectorStartOptions start = new DetectorStartOptions();

    @Mixin
    LearningDataOptions data;

    @Mixin
    DetectorImageOptions asked;

    @ArgGroup(exclusive = false, validate = false, heading = "%nHow it learns:%n")
    DetectorPlanOptions plan = new DetectorPlanOptions();

    @Option(
            names = "--measured-normals",
            paramLabel = "N",
            defaultValue = "1000",
            description = "The most images without the findings that the results of a split are measured on (default:"
                    + " ${DEFAULT-VALUE}).")
    long measuredNormals;

    @Option(
            names = "--resamples",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Of the bootstrap behind intervals (default: ${DEFAULT-VALUE}).")
    int resamples;

    @Option(
            names = "--pictures",
            paramLabel = "N",
            defaultValue = "24",
            description = "The most validation images per finding that detector.html shows; it is as confidential as"
                    + " those (default: ${DEFAULT-VALUE}).")
    int pictures;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The run folder, created if need be.")
    Path out = Path.of("");

    @Mixin
    EngineOptions engine;

    @Override
    public Integer call() throws CommandFailure {
        PrintWriter err = err();
        ComputeDevice wish = parsed(engine::toDevice);
        parsed(data::checked);
        List<String> findings = parsed(asked::findings);
        RunPlan how = parsed(plan::toPlan);
        Bootstrap bootstrap = parsed(() -> new Bootstrap(resamples, 1, 0.95));
        return run(signal -> {
            try (DetectorStartOptions.Start from = opened(findings)) {
                DetectorSettings settings = parsed(() -> plan.toSettings(
                        EfficientNetArchitecture.named(from.backbone().architecture()), asked.normals > 0));
                PreparedImages pixels = parsedImages(from);
                LabelledSet set = data.read(pixels, true, err);
                DetectorTraining.Source source = parsed(() -> asked.source(set, pixels, findings, how.seed()));
                DetectorTraining training = parsed(() ->
                        new DetectorTraining(from.backbone(), from.preparation(), source, settings, how, from.about()));
                tell(err, source, wish);
                DetectorMeasurement measurement =
                        new DetectorMeasurement(findings, measuredNormals, bootstrap, asked.fraction, how.seed());
                TrainingListener progress = signal.ending(new ProgressLine(err, Clock.systemUTC(), 1));
                TrainingRun.Result result = TrainingDevice.run(wish, manager -> {
                    TrainingRun.Result ended =
                            TrainingRun.run(manager, training, how, out, Clock.systemUTC(), progress);
                    measurement.measure(manager, ended.best(), set, pixels, from.preparation(), this::tell);
                    return ended;
                });
                LearningResults.write(out, measurement.results());
                LearningCard card =
                        card(from, set, result, measurement, new DetectorCard.Settings(findings, how, settings, asked));
                card.write(out);
                card.write(result.best());
                DetectorPage.write(
                        out,
                        card.title(),
                        card.statement(),
                        findings,
                        measurement.results(),
                        measurement.validation(),
                        pixels,
                        pictures);
                tell(result, measurement);
            }
        });
    }

    private DetectorStartOptions.Start opened(List<String> findings) throws IOException {
        return parsed(() -> start.open(findings, plan.seed));
    }

    private PreparedImages parsedImages(DetectorStartOptions.Start from) throws IOException {
        return parsed(() -> data.openImages(
                new RasterSize(from.preparation().rows(), from.preparation().columns())));
    }

    private static void tell(PrintWriter err, DetectorTraining.Source source, ComputeDevice wish) {
        err.printf(
                Locale.ROOT,
                "%d training images with %d boxes and %d without, %d validation images with %d boxes, on %s%n",
                source.training().withBoxes(),
                source.training().boxes(),
                source.training().normals(),
                source.validation().withBoxes(),
                source.validation().boxes(),
                TrainingDevice.name(wish));
        err.flush();
    }

    private void tell(TrainingRun.Result result, DetectorMeasurement measurement) {
        PrintWriter console = spec.commandLine().getOut();
        console.printf(
                Locale.ROOT,
                "%s after %d steps; best validation map %.3f after epoch %d%n",
                result.end() == TrainingRun.End.COMPLETED ? "completed" : "ended early",
                result.steps(),
                result.bestFigure(),
                result.bestEpoch());
        for (LearningResult line : measurement.shown()) {
            console.printf(
                    Locale.ROOT,
                    "%-11s %-26s %-46s %s %s%n",
                    line.scope().split(),
                    line.scope().finding(),
                    line.value().key(),
                    Numbers.of(line.value().value()),
                    Numbers.interval(line.value()));
        }
        console.println("best      " + result.best());
        console.println("card      " + out.resolve(LearningCard.MARKDOWN_FILE));
        console.println("pictures  " + out.resolve(DetectorPage.FILE));
        console.flush();
    }

    private void tell(String split, int done, int all) {
        if (done % PROGRESS == 0 || done == all) {
            PrintWriter err = err();
            err.println("measured on " + done + " of " + all + " " + split + " images");
            err.flush();
        }
    }

    private LearningCard card(
            DetectorStartOptions.Start from,
            LabelledSet set,
            TrainingRun.Result result,
            DetectorMeasurement measurement,
            DetectorCard.Settings settings)
            throws IOException {
        return DetectorCard.of(
                typed(),
                from,
                LabelSummary.of(data.table, set, data.splitRule(), settings.findings()),
                settings,
                result,
                measurement.shown());
    }
}
