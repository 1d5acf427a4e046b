package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.TrainingDevice;
import org.mammoclip.mammoclip.card.LearningCard;
import org.mammoclip.mammoclip.card.LearningOrigin;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.train.PretrainingPlan;
import org.mammoclip.mammoclip.train.PretrainingRun;
import org.mammoclip.mammoclip.train.ProgressLine;
import org.mammoclip.mammoclip.train.TrainingListener;
import org.mammoclip.mammoclip.train.TrainingRun;
import org.mammoclip.worker.learn.PretrainingData;
import org.mammoclip.worker.learn.PretrainingTables;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains image and text tower on pairs. */
@Command(
        name = "pretrain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Trains the image and the text tower on images and their reports.",
            "",
            "Writes a run folder: config.json, metrics.jsonl and TensorBoard events (every step), latest and best (model"
                    + " folders; best has the lowest validation loss) and a model card. Called again with the same options"
                    + " it goes on from the last save and takes the steps that an uninterrupted run would have taken."
        },
        footer = {
            "",
            "Tables are CSV files in UTF-8 with a header line.",
            "  Reports, one row an image:",
            "    patient_id, laterality, image_id, view, FINDINGS, IMPRESSION, fold",
            "  Reports, one row a breast, lists as ['a', 'b']:",
            "    patient_id, laterality, image, CC, MLO, text, text_augment, fold",
            "  Labels: VinDr-Mammo's finding_annotations.csv",
            "",
            "Patients validate by --validation-fold or by chance; one that would be in two",
            "splits, also of two tables, is an error. Rows of 'split' test are never read.",
            "",
            "A new model is described by a JSON file such as the \"description\" in the",
            "model.json of any pre-training checkpoint; deploy/learning.md explains it.",
            "",
            "Examples:",
            "  mammoclip pretrain --image-text reports.csv --images png \\",
            "      --validation-fold 0 --checkpoint b2.tar --out run1",
            "  mammoclip pretrain --studies archive --reports reports.csv \\",
            "      --image-cache cache --checkpoint b2.tar --out run2",
            "  mammoclip pretrain --image-text image_text.csv --images png \\",
            "      --image-label vindr.csv --images vindr_png \\",
            "      --model small.json --vocabulary vocab.txt --out run3",
            "",
            "Exit codes: 0 done; 1 failed (bad rows, unreadable files, a loss that is not",
            "finite); 2 wrong usage."
        })
final class PretrainCommand extends LearningCommand {
    private static final int IMAGES_PER_SAMPLE = 2;

    @ArgGroup(exclusive = false, validate = false, heading = "%nWhat is learned from:%n")
    PretrainTableOptions tables = new PretrainTableOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "%nOr DICOM studies with their reports:%n")
    StudyOptions studies = new StudyOptions();

    @Mixin
    LearningImageOptions images;

    @ArgGroup(exclusive = false, validate = false, heading = "%nThe model:%n")
    PretrainStartOptions start = new PretrainStartOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "%nHow it learns:%n")
    PretrainPlanOptions plan = new PretrainPlanOptions();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The run folder, created if need be.")
    Path out = Path.of("");

    @Mixin
    EngineOptions engine;

    @Override
    public Integer call() throws CommandFailure {
        PrintWriter err = err();
        ComputeDevice wish = parsed(engine::toDevice);
        return run(signal -> {
            try (PretrainStartOptions.Start from = opened()) {
                ModelDescription description = from.description();
                PretrainingPlan how = parsed(() -> plan.toPlan(description.toImageArchitecture()));
                PretrainingData data = PretrainingData.read(
                        read(),
                        images.settings(),
                        new RasterSize(
                                description.preparation().rows(),
                                description.preparation().columns()),
                        description.text().toTokenizer(from.vocabulary()));
                data.skipped().forEach(err::println);
                err.printf(
                        Locale.ROOT,
                        "%d training and %d validation samples, on %s%n",
                        data.training().size(),
                        data.validation().size(),
                        TrainingDevice.name(wish));
                err.flush();
                PretrainingRun.Inputs inputs = new PretrainingRun.Inputs(
                        description,
                        from.vocabulary(),
                        from.values(),
                        data.training(),
                        data.validation(),
                        data.summary().sha256());
                TrainingListener progress = signal.ending(new ProgressLine(err, Clock.systemUTC(), IMAGES_PER_SAMPLE));
                TrainingRun.Result result = TrainingDevice.run(
                        wish, manager -> PretrainingRun.run(manager, inputs, how, out, Clock.systemUTC(), progress));
                LearningCard card = card(from, data, how, result);
                card.write(out);
                card.write(result.best());
                tell(result);
            }
        });
    }

    private PretrainStartOptions.Start opened() throws IOException {
        return parsed(() -> start.open(plan.seed, "pre-trained on local data; research use only, not for diagnosis"));
    }

    private PretrainingTables read() throws IOException {
        return parsed(() -> tables.toTables(images, studies, err()));
    }

    private void tell(TrainingRun.Result result) {
        PrintWriter console = spec.commandLine().getOut();
        console.printf(
                Locale.ROOT,
                "%s after %d steps; best validation loss %.4f after epoch %d%n",
                result.end() == TrainingRun.End.COMPLETED ? "completed" : "ended early",
                result.steps(),
                result.bestFigure(),
                result.bestEpoch());
        console.println("best      " + result.best());
        console.println("card      " + out.resolve(LearningCard.MARKDOWN_FILE));
        console.flush();
    }

    private LearningCard card(
            PretrainStartOptions.Start from, PretrainingData data, PretrainingPlan how, TrainingRun.Result result) {
        ModelDescription description = from.description();
        TreeMap<String, String> settings = new TreeMap<>();
        settings.put("architecture", description.image());
        settings.put(
                "image size",
                description.preparation().rows() + "x"
                        + description.preparation().columns() + ", reduced by "
                        + description.preparation().reduction());
        settings.put("plan", how.toString());
        settings.put("sampling", tables.describe());
        settings.put("best epoch", String.valueOf(result.bestEpoch()));
        settings.put("steps", String.valueOf(result.steps()));
        int validated = data.summary().splits().get(1).images();
        LearningResult.Scope scope =
                new LearningResult.Scope("pretrain", "image-text pairs", 1, how.seed(), "validation", validated, 0);
        return new LearningCard(
                description.name() + " " + description.version(),
                description.statement(),
                "pre-training of image and text tower",
                description.licence(),
                new LearningOrigin(List.of(typed()), how.seed(), ProductVersion.current(), from.models()),
                data.summary(),
                List.of(LearningResult.of(scope, "loss", result.bestFigure())),
                settings,
                List.of(
                        "Research use only, not for diagnosis.",
                        "The validation loss selected the model and depends on the batch size; it says nothing about"
                                + " any finding. Measure those with 'mammoclip evaluate' on patients of neither split."),
                List.of());
    }
}
