package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.TrainingDevice;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.card.LearningCard;
import org.mammoclip.mammoclip.card.LearningOrigin;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.card.LearningResults;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.data.SplitRule;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.learn.Target;
import org.mammoclip.mammoclip.learn.finetune.FineTuning;
import org.mammoclip.mammoclip.learn.finetune.FineTuningExperiment;
import org.mammoclip.mammoclip.learn.finetune.FineTuningSettings;
import org.mammoclip.mammoclip.learn.probe.ProbeSettings;
import org.mammoclip.mammoclip.train.InitialValues;
import org.mammoclip.mammoclip.train.ProgressLine;
import org.mammoclip.mammoclip.train.RunPlan;
import org.mammoclip.mammoclip.train.Schedule;
import org.mammoclip.mammoclip.train.TrainingListener;
import org.mammoclip.mammoclip.train.TrainingRun;
import org.mammoclip.worker.learn.FineTuneFolder;
import org.mammoclip.worker.learn.ProbeData;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** Trains an image encoder with a linear head on labels. */
@Command(
        name = "finetune",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Trains the image encoder of a checkpoint, with a linear head, on labels, and says what it is worth.",
            "",
            "Writes a run folder: config.json, metrics.jsonl and TensorBoard events (every step), latest and best"
                    + " (classifier folders; best is chosen on validation patients), findings.yaml (with calibration and"
                    + " thresholds from validation data, for --findings and model.findings), results.json and a model"
                    + " card. Called again with the same options it goes on from the last save."
        },
        footer = {
            "",
            "Patients validate by --validation-fold or by chance; rows of 'split' test are",
            "only measured on, once, at the end. Images without an answer to a question are",
            "left out. Several findings share one encoder, a logit each.",
            "",
            "Examples:",
            "  mammoclip finetune --table vindr.csv --images png --checkpoint run1/best \\",
            "      --finding mass --out mass1",
            "  mammoclip finetune --table vindr.csv --images png --checkpoint run1/best \\",
            "      --finding mass --fraction 10 --from-scratch --out scratch10",
            "  mammoclip score exam --checkpoint run1/best --findings mass1/findings.yaml",
            "",
            "Exit codes: 0 done; 1 failed (bad rows, unreadable files, a loss that is not",
            "finite); 2 wrong usage."
        })
final class FineTuneCommand extends LearningCommand {
    private static final String STATEMENT = "fine-tuned on local data; research use only, not for diagnosis";

    @Mixin
    LearningDataOptions data;

    @ArgGroup(exclusive = false, validate = false, heading = "%nWhat is learned, and from how much:%n")
    FineTuneOptions what = new FineTuneOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "%nThe model:%n")
    PretrainStartOptions start = new PretrainStartOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "%nHow it learns:%n")
    LearningRunOptions run = new LearningRunOptions();

    @Mixin
    EngineOptions engine;

    @Override
    public Integer call() throws CommandFailure {
        PrintWriter err = err();
        List<Target> targets = parsed(what::targets);
        double fraction = parsed(what::fraction);
        ProbeSettings measuring = parsed(() -> what.measuring(run.seed));
        SplitRule rule = parsed(data::checked);
        ComputeDevice device = parsed(engine::toDevice);
        return run(signal -> {
            try (PretrainStartOptions.Start from = opened()) {
                ModelDescription model = named(from.description());
                FineTuningSettings settings = parsed(() -> what.settings(model.toImageArchitecture(), run.piece()));
                ProbeData.Source source = read(model, rule);
                FineTuningExperiment experiment =
                        new FineTuningExperiment(source.set(), source.images(), settings, measuring);
                FineTuningExperiment.Part part = experiment.part(fraction, run.seed);
                RunPlan plan = parsed(() -> run.toPlan(
                        FineTuneOptions.epochs(targets),
                        part.images().size(),
                        Schedule.WARMUP_COSINE_SQUARED,
                        what.selection(targets)));
                FineTuning.Start values = values(from, model);
                err.printf(
                        Locale.ROOT,
                        "%d training and %d validation images, batches of %d, on %s%n",
                        part.images().size(),
                        experiment.validation().size(),
                        plan.batch(),
                        TrainingDevice.name(device));
                err.flush();
                TrainingListener progress = signal.ending(new ProgressLine(err, Clock.systemUTC(), 1));
                FineTuningExperiment.Outcome outcome = TrainingDevice.run(
                        device,
                        manager -> experiment.run(manager, values, part, plan, run.out, Clock.systemUTC(), progress));
                new FineTuneFolder(run.out, model, what.fromScratch ? List.of() : from.models())
                        .write(
                                outcome,
                                settings,
                                plan,
                                what.augmentation.name().toLowerCase(Locale.ROOT),
                                typed(),
                                ProductVersion.current(),
                                new ProbeData(source, List.of(), rule).summary(targets));
                tell(outcome);
            }
        });
    }

    private PretrainStartOptions.Start opened() throws IOException {
        try {
            return start.open(run.seed, STATEMENT);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Under a name of its own: it is another model than the one it starts from. */
    private ModelDescription named(ModelDescription description) {
        About about = description.about();
        String name = about.name() + (what.fromScratch ? "-scratch" : "-finetuned");
        return start.name != null
                ? description
                : description.with(new About(
                        name, about.version(), about.trained(), about.synthetic(), about.statement(), about.licence()));
    }

    /** The encoder's values, or others of the same network. */
    private FineTuning.Start values(PretrainStartOptions.Start from, ModelDescription model) {
        boolean drawn = what.fromScratch || from.models().isEmpty();
        ParameterSource encoder = what.fromScratch ? InitialValues.of(run.seed, model.parameters()) : from.values();
        String name = drawn
                ? "random, seed " + run.seed
                : from.models().stream().map(LearningOrigin.Model::sha256).collect(Collectors.joining(", "));
        return new FineTuning.Start(model.about(), model, encoder, name, drawn);
    }

    private ProbeData.Source read(ModelDescription model, SplitRule rule) throws IOException {
        RasterSize size =
                new RasterSize(model.preparation().rows(), model.preparation().columns());
        ProbeData.Source source = ProbeData.Source.read(
                "table", CsvTable.read(data.table), rule, data.openImages(size), data.skipBadRows);
        LearningDataOptions.tellSkipped(
                err(), source.set().skippedRows(), source.set().problems());
        return source;
    }

    private void tell(FineTuningExperiment.Outcome outcome) {
        PrintWriter console = spec.commandLine().getOut();
        TrainingRun.Result result = outcome.run();
        console.printf(
                Locale.ROOT,
                "%s after %d steps; best after epoch %d%n",
                result.end() == TrainingRun.End.COMPLETED ? "completed" : "ended early",
                result.steps(),
                result.bestEpoch());
        List<LearningResult> results = outcome.results();
        ProbeTable.print(console, results);
        console.println("best      " + result.best());
        console.println("findings  " + run.out.resolve(FineTuneFolder.FINDINGS));
        console.println("results   " + run.out.resolve(LearningResults.FILE));
        console.println("card      " + run.out.resolve(LearningCard.MARKDOWN_FILE));
        console.flush();
    }
}
