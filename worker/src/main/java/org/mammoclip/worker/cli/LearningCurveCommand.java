package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.NamedModel;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.card.LearningResults;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.learn.curve.CellTrainer;
import org.mammoclip.mammoclip.learn.curve.CurveData;
import org.mammoclip.mammoclip.learn.curve.CurveGrid;
import org.mammoclip.mammoclip.learn.curve.CurvePages;
import org.mammoclip.mammoclip.learn.curve.CurveTraining;
import org.mammoclip.mammoclip.learn.curve.FineTuneCells;
import org.mammoclip.mammoclip.learn.curve.LearningCurve;
import org.mammoclip.mammoclip.learn.curve.ProbeCells;
import org.mammoclip.mammoclip.learn.probe.ProbeSettings;
import org.mammoclip.worker.learn.PreparedImages;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Learns findings from more and more labels, with the pre-trained encoder and without. */
@Command(
        name = "learning-curve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Says what pre-training saves in labels: learns each finding from 1, 10, 50 and 100 %% of the training"
                    + " patients, three times each, as a probe and by fine-tuning, from the pre-trained encoder and from"
                    + " random weights, and measures all of them on the same test images.",
            "",
            "Writes results.json (every number), learning-curve.svg (the figure), learning-curve.md and"
                    + " learning-curve.html (figure, table, what came out) after each training. Called again with the"
                    + " same options it goes on; more fractions, seeds or findings add to what is there."
        },
        footer = {
            "",
            "Both ways of fine-tuning take the same number of steps, whatever the fraction;",
            "only their learning rates may differ. The best of at most 10 validations is",
            "kept; validation images are the same for all fractions.",
            "",
            "Tests are the table's rows of 'split' test, or other tables: with",
            "  --held-out A=a/vindr.csv --held-out B=b/vindr.csv",
            "one trained model is measured on two makes of machine, in one figure.",
            "",
            "Example:",
            "  mammoclip learning-curve --checkpoint run/best --table a/vindr.csv \\",
            "      --images a/png --held-out A=a-test/vindr.csv \\",
            "      --held-out B=b-test/vindr.csv --steps 500 --out curve",
            "",
            "Exit codes: 0 done; 1 failed (bad rows, unreadable files, a loss that is not",
            "finite); 2 wrong usage."
        })
final class LearningCurveCommand extends LearningCommand {
    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            required = true,
            description = "The pre-trained model: builtin:demo, or a path to a checkpoint.")
    String checkpoint = "";

    @Mixin
    LearningDataOptions data;

    @ArgGroup(exclusive = false, validate = false, heading = "%nTests:%n")
    CurveTestOptions tests = new CurveTestOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "%nThe grid:%n")
    CurveGridOptions grid = new CurveGridOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "%nFine-tuning:%n")
    CurveTrainingOptions training = new CurveTrainingOptions();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder, created if need be.")
    Path out = Path.of("");

    @Option(names = "--title", paramLabel = "TEXT", defaultValue = "Learning curve", description = "Title of the page.")
    String title = "";

    @Mixin
    EngineOptions engine;

    @Override
    public Integer call() throws CommandFailure {
        PrintWriter err = err();
        ComputeDevice wish = parsed(engine::toDevice);
        parsed(data::checked);
        CurveGrid cells = parsed(grid::toGrid);
        ProbeSettings measuring = parsed(grid::measuring);
        List<HeldOutOptions.HeldOut> others = parsed(tests::heldOut);
        return run(signal -> {
            try (Checkpoint encoder = NamedModel.checkpoint(checkpoint)) {
                CurveTraining how =
                        parsed(() -> training.toTraining(encoder.description().toImageArchitecture()));
                SortedMap<String, String> common = new TreeMap<>();
                describe(encoder, how, common);
                CurveData learned = read(encoder.description(), others, common, err);
                LearningCurve curve = LearningCurve.open(out, common, System::nanoTime);
                CurvePages pages = pages(encoder.description(), common);
                CurveConsole console = new CurveConsole(err, Clock.systemUTC());
                ProbeCells probes =
                        new ProbeCells(learned, encoder, measuring, out.resolve("vectors"), wish, console::encoded);
                FineTuneCells tuned = new FineTuneCells(
                        learned, encoder, how, measuring, wish, cell -> signal.ending(console.listener(cell)));
                CellTrainer trainer = (cell, folder) ->
                        cell.arm().isFineTuned() ? tuned.train(cell, folder) : probes.train(cell, folder);
                List<LearningResult> results = curve.run(cells, trainer, (cell, done, total, left, all) -> {
                    console.done(cell, done, total, left);
                    pages.write(out, all);
                });
                pages.write(out, results);
                tell();
            }
        });
    }

    private CurveData read(
            ModelDescription model,
            List<HeldOutOptions.HeldOut> others,
            SortedMap<String, String> common,
            PrintWriter err)
            throws IOException {
        RasterSize size =
                new RasterSize(model.preparation().rows(), model.preparation().columns());
        PreparedImages images = data.openImages(size);
        LabelledSet labels = data.read(images, false, err);
        common.put("training", data.table.getFileName() + " " + labels.digest());
        List<CurveData.Test> measured = tests.read(others, labels, images, size, data, err, common);
        err.printf(
                Locale.ROOT,
                "%d training and %d validation images; tests: %s%n",
                labels.training().size(),
                labels.validation().size(),
                String.join(
                        ", ",
                        measured.stream()
                                .map(test -> test.name() + " " + test.images().size())
                                .toList()));
        err.flush();
        return new CurveData(labels, images, measured);
    }

    /** What all cells of a folder have in common. */
    private void describe(Checkpoint encoder, CurveTraining how, SortedMap<String, String> common) {
        ModelDescription model = encoder.description();
        common.put("encoder", model.name() + " " + model.version() + " " + encoder.sha256());
        common.put("steps of a fine-tuning", String.valueOf(how.steps()));
        common.put("images of a step", String.valueOf(how.batch()));
        common.put("learning rate, pre-trained", String.valueOf(how.learningRate()));
        common.put("learning rate, from scratch", String.valueOf(how.scratchLearningRate()));
        common.put("weight decay", String.valueOf(how.weightDecay()));
        common.put("validation images of a fine-tuning", "about " + how.validationImages());
        common.put("regularization", how.regularization().toString());
        common.put("augmentation", training.augmentation.name().toLowerCase(Locale.ROOT));
        common.put("intervals", grid.resamples + " resamples of patients");
    }

    private CurvePages pages(ModelDescription model, SortedMap<String, String> common) {
        SortedMap<String, String> shown = new TreeMap<>(common);
        shown.put("command", typed());
        shown.put("code version", ProductVersion.current());
        String statement = model.statement() + (model.statement().endsWith(".") ? "" : ".");
        return new CurvePages(title, statement + " Research use only, not for diagnosis.", shown);
    }

    private void tell() {
        PrintWriter console = spec.commandLine().getOut();
        for (String file :
                List.of(LearningResults.FILE, CurvePages.FIGURE_FILE, CurvePages.MARKDOWN_FILE, CurvePages.PAGE_FILE)) {
            console.println("wrote     " + out.resolve(file));
        }
        console.flush();
    }
}
