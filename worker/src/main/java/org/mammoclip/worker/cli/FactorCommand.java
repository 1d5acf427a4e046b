package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.NamedModel;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.TrainingDevice;
import org.mammoclip.mammoclip.card.LearningCard;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.card.LearningResults;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.data.Split;
import org.mammoclip.mammoclip.evaluate.page.Numbers;
import org.mammoclip.mammoclip.learn.factor.Attribute;
import org.mammoclip.mammoclip.learn.factor.MapperImages;
import org.mammoclip.mammoclip.learn.factor.MapperSettings;
import org.mammoclip.mammoclip.learn.factor.MapperTraining;
import org.mammoclip.mammoclip.train.ProgressLine;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.TrainingListener;
import org.mammoclip.mammoclip.train.TrainingRun;
import org.mammoclip.worker.evaluate.MapperEvaluation;
import org.mammoclip.worker.learn.LabelSummary;
import org.mammoclip.worker.learn.MapperFindings;
import org.mammoclip.worker.learn.PreparedImages;
import org.mammoclip.worker.learn.Words;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains Mammo-FActOR's mapper. */
@Command(
        name = "factor",
        mixinStandardHelpOptions = true,
        defaultValueProvider = FactorPlanOptions.Defaults.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Trains a Mammo-FActOR mapper: from sentences to the places in an image that speak of them, without any box.",
            "",
            "It learns which channels of the image encoder agree with the sentences of an attribute; the encoder and the"
                    + " text tower stay as they are. Writes a run folder: config.json, metrics.jsonl and TensorBoard events"
                    + " (every step), latest and best (model folders; best has the lowest validation loss), then"
                    + " findings.yaml that uses it, results.json, a model card and pictures. Called again with the same"
                    + " options it goes on from the last save and takes the steps that an uninterrupted run would have"
                    + " taken."
        },
        footer = {
            "",
            "The table says which images show which attribute (VinDr-Mammo's",
            "finding_annotations.csv). Boxes are not learned from. Where there are some, the",
            "results say how well the map finds them: average precision at IoU 0.25 and 0.50",
            "and hit rates, beside the map that needs no mapper and beside chance.",
            "",
            "A mapper belongs to one checkpoint and one size of image.",
            "",
            "Examples:",
            "  mammoclip factor --table vindr.csv --images png --checkpoint b5 --out mapper",
            "  mammoclip factor --table vindr.csv --images png --checkpoint small \\",
            "      --attribute mass --sentences mass=mass.txt --others 1 \\",
            "      --augmentation none --learning-rate 1e-3 --out mass",
            "  mammoclip score exam --checkpoint b5 --findings mapper/findings.yaml",
            "",
            "Exit codes: 0 done; 1 failed (bad rows, unreadable files, a loss that is not",
            "finite); 2 wrong usage."
        })
final class FactorCommand extends LearningCommand {
    private static final String FEATURES = "features.tmp";
    private static final String PICTURES = "pictures";

    @ArgGroup(exclusive = false, validate = false, heading = "%nThe model:%n")
    FactorModelOptions model = new FactorModelOptions();

    @Mixin
    LearningDataOptions data;

    @Mixin
    AttributeOptions asked = new AttributeOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "%nHow it learns:%n")
    FactorPlanOptions plan = new FactorPlanOptions();

    @Option(
            names = "--pictures",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "Validation images of each attribute that are drawn with their maps; they are as confidential as"
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
        RunPlan how = parsed(plan::toPlan);
        MapperSettings settings = parsed(plan::toSettings);
        return run(signal -> {
            try (Checkpoint checkpoint = NamedModel.checkpoint(model.checkpoint)) {
                List<Attribute> attributes = attributes();
                About about = parsed(() -> model.about(checkpoint.description().about()));
                PreparedImages pixels = images(checkpoint.description());
                LabelledSet set = data.read(pixels, true, err);
                MapperTraining.Source source = source(set, pixels, attributes);
                MapperTraining training = new MapperTraining(
                        checkpoint, source, settings, how, about, plan.noFeatureFile ? null : out.resolve(FEATURES));
                tell(err, source, wish);
                TrainingListener progress = signal.ending(new ProgressLine(err, Clock.systemUTC(), 1));
                TrainingRun.Result result = TrainingDevice.run(
                        wish, manager -> TrainingRun.run(manager, training, how, out, Clock.systemUTC(), progress));
                MapperFindings.write(out, result.best(), settings.layout(), attributes);
                MapperEvaluation evaluation =
                        new MapperEvaluation(model.checkpoint, result.best(), settings.layout(), attributes, wish);
                List<LearningResult> results = new ArrayList<>();
                for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
                    results.addAll(evaluation.run(
                            new MapperEvaluation.Split(Words.of(split), how.seed(), set.of(split)), pixels));
                }
                LearningResults.write(out, results);
                LearningCard card = new FactorCard(
                                checkpoint,
                                training.description().about(),
                                LabelSummary.of(data.table, set, data.splitRule(), findings(attributes)),
                                attributes)
                        .of(typed(), plan, result, results);
                card.write(out);
                card.write(result.best());
                evaluation.pictures(
                        new MapperEvaluation.Split(Words.of(Split.VALIDATION), how.seed(), set.validation()),
                        pixels,
                        out.resolve(PICTURES),
                        pictures);
                tell(result, results);
            }
        });
    }

    private List<Attribute> attributes() throws IOException {
        return parsed(() -> {
            List<Attribute> attributes = asked.read();
            attributes.forEach(MapperImages::finding);
            return attributes;
        });
    }

    private PreparedImages images(ModelDescription description) throws IOException {
        return parsed(() -> data.openImages(new RasterSize(
                description.preparation().rows(), description.preparation().columns())));
    }

    private MapperTraining.Source source(LabelledSet set, PreparedImages pixels, List<Attribute> attributes) {
        return new MapperTraining.Source(
                MapperImages.of(set.training(), attributes, plan.others, plan.seed),
                MapperImages.of(set.validation(), attributes, plan.others, plan.seed),
                pixels,
                set.digest() + ", others " + plan.others);
    }

    private static List<String> findings(List<Attribute> attributes) {
        return attributes.stream().map(MapperImages::finding).toList();
    }

    private static void tell(PrintWriter err, MapperTraining.Source source, ComputeDevice wish) {
        for (Attribute attribute : source.training().attributes()) {
            err.printf(
                    Locale.ROOT,
                    "%s: %d sentences, %d of %d training and %d of %d validation images%n",
                    attribute.name(),
                    attribute.sentences().size(),
                    source.training().positives(attribute),
                    source.training().images().size(),
                    source.validation().positives(attribute),
                    source.validation().images().size());
        }
        err.println("on " + TrainingDevice.name(wish));
        err.flush();
    }

    private void tell(TrainingRun.Result result, List<LearningResult> results) {
        PrintWriter console = spec.commandLine().getOut();
        console.printf(
                Locale.ROOT,
                "%s after %d steps; best validation loss %.4f after epoch %d%n",
                result.end() == TrainingRun.End.COMPLETED ? "completed" : "ended early",
                result.steps(),
                result.bestFigure(),
                result.bestEpoch());
        for (LearningResult line : results) {
            console.printf(
                    Locale.ROOT,
                    "%-11s %-26s %-11s %-36s %s %s%n",
                    line.scope().split(),
                    line.scope().finding(),
                    line.scope().task(),
                    line.value().key(),
                    Numbers.of(line.value().value()),
                    Numbers.interval(line.value()));
        }
        if (results.isEmpty()) {
            console.println("the table has no boxes: how well the maps point was not measured");
        }
        console.println("best      " + result.best());
        console.println("findings  " + out.resolve(MapperFindings.FILE));
        console.println("card      " + out.resolve(LearningCard.MARKDOWN_FILE));
        if (pictures > 0) {
            console.println("pictures  " + out.resolve(PICTURES));
        }
        console.flush();
    }
}
