package org.mammoclip.mammoclip.train;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.CheckpointFolder;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.loss.NonFiniteLossException;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.text.Vocabulary;

/**
 * Pre-training with the multi-view loss, in a folder that it can be gone on with: {@link #run} on the same folder with the same
 * plan, model and data continues from the last save and takes the very steps that an uninterrupted run would have taken. On a
 * processor the losses are equal to 1e-6; on a GPU sums may come in another order.
 *
 * <p>The best model is the one with the lowest validation loss at the end of an epoch; the training samples have no say in it.
 *
 * <p>One process, one device, float32. Larger runs: train elsewhere and import, see the README.
 */
public final class PretrainingRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Inputs inputs;
    private final PretrainingPlan plan;
    private final TrainingListener listener;
    private final RunFolder folder;
    private final TrainableClip clip;
    private final AdamW optimiser;
    private final ContrastiveStep step;
    private final SampleOrder order;
    private final WarmupCosineSquared schedule;
    private final MetricsFile metrics;
    private final TensorBoardFile events;
    private RunState state;

    /**
     * What is trained on what.
     *
     * @param description of the model, also of the one that comes out
     * @param vocabulary of its text network
     * @param initial where a new run starts: a checkpoint's parameters, or {@link InitialValues}
     * @param training samples, at least one batch
     * @param validation samples of other patients, at least 2
     * @param dataDigest names the data, so that a run does not go on with other samples
     */
    public record Inputs(
            ModelDescription description,
            Vocabulary vocabulary,
            ParameterSource initial,
            PairSamples training,
            PairSamples validation,
            String dataDigest) {
        public Inputs {
            if (validation.size() < 2) {
                throw new IllegalArgumentException(
                        validation.size() + " validation samples: a model is selected on at least 2");
            }
        }
    }

    /** How a run ended. */
    public enum End {
        /** All epochs. */
        COMPLETED,
        /** The plan's patience. */
        NO_IMPROVEMENT
    }

    /**
     * @param steps taken, those before an interruption included
     * @param bestLoss lowest validation loss
     * @param bestEpoch the epoch it was measured after, from 1
     * @param best checkpoint folder of that model
     */
    public record Result(End end, long steps, double bestLoss, int bestEpoch, Path best) {}

    private PretrainingRun(
            Inputs inputs,
            PretrainingPlan plan,
            TrainingListener listener,
            RunFolder folder,
            RunState state,
            TrainableClip clip,
            AdamW optimiser,
            MetricsFile metrics,
            TensorBoardFile events) {
        this.inputs = inputs;
        this.plan = plan;
        this.listener = listener;
        this.folder = folder;
        this.state = state;
        this.clip = clip;
        this.optimiser = optimiser;
        this.metrics = metrics;
        this.events = events;
        this.step = new ContrastiveStep(clip, plan.loss(), plan.microBatch(), plan.seed());
        this.order = new SampleOrder(inputs.training().size(), plan.batch(), plan.seed());
        long epoch = order.stepsPerEpoch();
        this.schedule = new WarmupCosineSquared(plan.epochs() * epoch, plan.warmupEpochs() * epoch);
    }

    /**
     * Trains to the end of the plan, from the folder's last save if it has one.
     *
     * @param parent manager of the device to train on
     * @param path the run folder, created if need be
     * @param clock for the time stamps of the logs; no decision depends on it
     * @throws IllegalArgumentException if the folder is in use or was begun with something else, or a sample cannot be used
     * @throws TrainingStoppedException if a loss or a gradient is not finite
     * @throws IOException if a sample, or a file of the folder, cannot be read or written
     */
    public static Result run(
            NDManager parent, Inputs inputs, PretrainingPlan plan, Path path, Clock clock, TrainingListener listener)
            throws IOException {
        try (RunFolder folder = RunFolder.open(path, config(inputs, plan))) {
            Optional<RunFolder.Saved> saved = folder.latest();
            RunState state = saved.map(RunFolder.Saved::state).orElse(RunState.START);
            try (TrainableClip clip = load(parent, inputs, plan, saved.orElse(null));
                    AdamW optimiser = new AdamW(parent, plan.optimiser(), clip.learned());
                    TensorBoardFile events = TensorBoardFile.create(path, state.step(), clock)) {
                if (saved.isPresent()) {
                    RunFolder.restore(saved.get(), optimiser);
                }
                MetricsFile metrics = MetricsFile.open(path.resolve("metrics.jsonl"), state.step());
                return new PretrainingRun(inputs, plan, listener, folder, state, clip, optimiser, metrics, events)
                        .toTheEnd();
            }
        }
    }

    private static ObjectNode config(Inputs inputs, PretrainingPlan plan) {
        ObjectNode config = JSON.createObjectNode();
        config.set("plan", JSON.valueToTree(plan));
        config.set("model", JSON.valueToTree(inputs.description()));
        config.putObject("data")
                .put("digest", inputs.dataDigest())
                .put("training", inputs.training().size())
                .put("validation", inputs.validation().size());
        return config;
    }

    private static TrainableClip load(
            NDManager parent, Inputs inputs, PretrainingPlan plan, RunFolder.@Nullable Saved saved) throws IOException {
        if (saved == null) {
            return TrainableClip.load(parent, inputs.description(), inputs.initial(), plan.regularization());
        }
        try (CheckpointFolder checkpoint = CheckpointFolder.open(saved.folder())) {
            return TrainableClip.load(parent, inputs.description(), checkpoint.parameters(), plan.regularization());
        }
    }

    private Result toTheEnd() throws IOException {
        while (state.step() < schedule.total() && !state.exhausted(plan.patience())) {
            take(state.step());
            boolean epochEnds = state.step() % order.stepsPerEpoch() == 0;
            if (epochEnds) {
                validate((int) (state.step() / order.stepsPerEpoch()));
            }
            if (epochEnds || plan.saveEverySteps() > 0 && state.step() % plan.saveEverySteps() == 0) {
                folder.save(clip, inputs.vocabulary(), optimiser, state);
            }
        }
        Double best = state.bestLoss();
        if (best == null) {
            throw new IllegalStateException("a run ends with an epoch, and an epoch with a validation");
        }
        return new Result(
                state.step() < schedule.total() ? End.NO_IMPROVEMENT : End.COMPLETED,
                state.step(),
                best,
                state.bestEpoch(),
                folder.resolve(RunFolder.BEST));
    }

    private void take(long number) throws IOException {
        List<TrainingPair> pairs = new ArrayList<>();
        for (int index : order.batch(number)) {
            SplitMix64 random = SplitMix64.stream(plan.seed(), "sample", order.epoch(number), index);
            pairs.add(inputs.training().read(index, Phase.TRAINING, random));
        }
        double multiplier = schedule.multiplier(number);
        StepLoss loss;
        double norm;
        try {
            loss = step.gradients(pairs, number);
            norm = clip.learned().gradientNorm();
        } catch (NonFiniteLossException e) {
            throw stopped(number, pairs, String.valueOf(e.getMessage()), e);
        }
        if (!Double.isFinite(norm)) {
            throw stopped(number, pairs, "the norm of the gradients is " + norm, null);
        }
        if (plan.clipNorm() > 0) {
            clip.learned().clipGradients(norm, plan.clipNorm());
        }
        optimiser.step(multiplier);
        state = state.after(number + 1);
        Map<String, Double> figures = figures(loss);
        figures.put("gradientNorm", norm);
        figures.put("learningRate", plan.optimiser().learningRate() * multiplier);
        log("training", figures);
        listener.stepped(state.step(), schedule.total(), pairs.size(), loss);
    }

    /** Mean over whole batches of the validation samples, in their order; one smaller batch if there is no whole one. */
    private void validate(int epoch) throws IOException {
        PairSamples samples = inputs.validation();
        int batch = Math.min(plan.batch(), samples.size());
        int batches = samples.size() / batch;
        double sum = 0;
        for (int number = 0; number < batches; number++) {
            List<TrainingPair> pairs = new ArrayList<>();
            for (int index = number * batch; index < (number + 1) * batch; index++) {
                pairs.add(samples.read(index, Phase.EVALUATION, SplitMix64.stream(plan.seed(), "validation", index)));
            }
            try {
                sum += step.evaluate(pairs).total();
            } catch (NonFiniteLossException e) {
                throw stopped(state.step(), pairs, "in validation, " + e.getMessage(), e);
            }
        }
        double loss = sum / batches;
        boolean best = state.improvedBy(loss);
        state = state.validated(epoch, loss);
        log("validation", new LinkedHashMap<>(Map.of("loss", loss)));
        listener.validated(epoch, loss, best);
    }

    private static Map<String, Double> figures(StepLoss loss) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", loss.total());
        figures.put("imageText", loss.imageText());
        figures.put("textImage", loss.textImage());
        figures.put("imageImage", loss.imageImage());
        figures.put("textText", loss.textText());
        return figures;
    }

    private void log(String kind, Map<String, Double> figures) throws IOException {
        metrics.append(kind, state.step(), figures);
        Map<String, Double> scalars = new LinkedHashMap<>();
        figures.forEach((name, value) -> scalars.put(kind + "/" + name, value));
        events.scalars(state.step(), scalars);
    }

    /** Keeps the ids of the batch, and says where. */
    private TrainingStoppedException stopped(
            long number, List<TrainingPair> pairs, String reason, @Nullable Throwable cause) throws IOException {
        ObjectNode report = JSON.createObjectNode();
        report.put("step", number).put("epoch", order.epoch(number) + 1).put("reason", reason);
        pairs.forEach(pair -> report.withArray("samples").add(pair.id()));
        String name = "stopped-at-step-" + number + ".json";
        Durable.write(folder.resolve(name), JSON.writeValueAsBytes(report));
        return new TrainingStoppedException(
                "training stopped at step " + number + ": " + reason + ". The batch's samples are in "
                        + folder.resolve(name) + "; the last save is unharmed. Look at those images, lower the learning"
                        + " rate or limit the gradient norm, and begin a new run from the last save's model",
                cause);
    }
}
