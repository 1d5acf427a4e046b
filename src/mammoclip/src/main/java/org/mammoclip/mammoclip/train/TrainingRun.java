package org.mammoclip.mammoclip.train;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.loss.NonFiniteLossException;

/**
 * Training of any kind in a folder that it can be gone on with: {@link #run} on the same folder with the same plan, model and data
 * continues from the last save and takes the very steps that an uninterrupted run would have taken. On a processor the losses are
 * equal to 1e-6; on a GPU sums may come in another order.
 *
 * <p>The best model is the one whose validation figure at the end of an epoch was best; the training samples have no say in it.
 *
 * <p>One process, one device, float32. Larger runs: train elsewhere and import, see the README.
 */
public final class TrainingRun<B> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TaskFactory factory;
    private final TrainingTask<B> task;
    private final RunPlan plan;
    private final TrainingListener listener;
    private final RunFolder folder;
    private final AdamW optimiser;
    private final SampleOrder order;
    private final RunLog log;
    private RunState state;

    /** How a run ended. */
    public enum End {
        /** All epochs. */
        COMPLETED,
        /** The plan's patience. */
        NO_IMPROVEMENT
    }

    /**
     * @param steps taken, those before an interruption included
     * @param bestFigure best value of the plan's selection
     * @param bestEpoch the epoch it was measured after, from 1
     * @param best model folder of that epoch
     */
    public record Result(End end, long steps, double bestFigure, int bestEpoch, Path best) {}

    private TrainingRun(
            TaskFactory factory,
            TrainingTask<B> task,
            RunPlan plan,
            TrainingListener listener,
            RunFolder folder,
            SampleOrder order,
            RunState state,
            AdamW optimiser,
            RunLog log) {
        this.factory = factory;
        this.task = task;
        this.plan = plan;
        this.listener = listener;
        this.folder = folder;
        this.order = order;
        this.state = state;
        this.optimiser = optimiser;
        this.log = log;
    }

    /**
     * Trains to the end of the plan, from the folder's last save if it has one.
     *
     * @param parent manager of the device to train on
     * @param path the run folder, created if need be
     * @param clock for the time stamps of the logs; no decision depends on it
     * @throws IllegalArgumentException if there are fewer samples than a batch has, the folder is in use or was begun with something
     *     else, or a sample cannot be used
     * @throws TrainingStoppedException if a loss or a gradient is not finite, or the listener asks for it
     * @throws IOException if a sample, or a file of the folder, cannot be read or written
     */
    public static Result run(
            NDManager parent, TaskFactory factory, RunPlan plan, Path path, Clock clock, TrainingListener listener)
            throws IOException {
        // refused before the folder remembers the plan
        SampleOrder order = new SampleOrder(factory.data().training(), plan.batch(), plan.seed());
        try (RunFolder folder = RunFolder.open(path, config(factory, plan))) {
            Optional<RunFolder.Saved> saved = folder.latest();
            try (TrainingTask<?> task = load(parent, factory, saved.orElse(null))) {
                return run(parent, factory, task, plan, folder, order, saved.orElse(null), clock, listener);
            }
        }
    }

    private static <B> Result run(
            NDManager parent,
            TaskFactory factory,
            TrainingTask<B> task,
            RunPlan plan,
            RunFolder folder,
            SampleOrder order,
            RunFolder.@Nullable Saved saved,
            Clock clock,
            TrainingListener listener)
            throws IOException {
        RunState state = saved == null ? RunState.START : saved.state();
        try (AdamW optimiser = new AdamW(parent, plan.optimiser(), task.learned());
                RunLog log = RunLog.open(folder, state.step(), awaitsValidation(state, order), clock)) {
            if (saved != null) {
                RunFolder.restore(saved, optimiser);
            }
            return new TrainingRun<>(factory, task, plan, listener, folder, order, state, optimiser, log).toTheEnd();
        }
    }

    private static ObjectNode config(TaskFactory factory, RunPlan plan) {
        ObjectNode how = JSON.valueToTree(plan);
        factory.settings().fields().forEachRemaining(field -> how.set(field.getKey(), field.getValue()));
        ObjectNode config = JSON.createObjectNode();
        config.set("plan", how);
        config.set("model", JSON.valueToTree(factory.description()));
        config.set("data", JSON.valueToTree(factory.data()));
        return config;
    }

    private static TrainingTask<?> load(NDManager parent, TaskFactory factory, RunFolder.@Nullable Saved saved)
            throws IOException {
        if (saved == null) {
            ParameterSource initial = factory.initial();
            return factory.load(parent, initial);
        }
        try (ModelFile checkpoint = ModelFile.open(saved.folder())) {
            return factory.load(parent, checkpoint.parameters());
        }
    }

    private Result toTheEnd() throws IOException {
        long total = (long) plan.epochs() * order.stepsPerEpoch();
        try (ReadAhead<B> reader = new ReadAhead<>()) {
            if (awaitsValidation(state, order)) {
                endEpoch();
            }
            while (state.step() < total && !state.exhausted(plan.patience())) {
                take(state.step(), total, reader);
                boolean asked = listener.asksToStop();
                boolean epochEnds = awaitsValidation(state, order);
                // a validation may take longer than whoever stops the process will wait
                if (asked || epochEnds || plan.saveEverySteps() > 0 && state.step() % plan.saveEverySteps() == 0) {
                    save();
                }
                if (asked) {
                    throw stoppedAsAsked(total);
                }
                if (epochEnds) {
                    endEpoch();
                    if (listener.asksToStop()) {
                        throw stoppedAsAsked(total);
                    }
                }
            }
        }
        listener.ended();
        Double best = state.bestFigure();
        if (best == null) {
            throw new IllegalStateException("a run ends with an epoch, and an epoch with a validation");
        }
        return new Result(
                state.step() < total ? End.NO_IMPROVEMENT : End.COMPLETED,
                state.step(),
                best,
                state.bestEpoch(),
                folder.resolve(RunFolder.BEST));
    }

    private TrainingStoppedException stoppedAsAsked(long total) {
        return new TrainingStoppedException(
                "stopped as asked after step " + state.step() + " of " + total
                        + "; the same command goes on from there",
                null);
    }

    private static boolean awaitsValidation(RunState state, SampleOrder order) {
        return state.step() % order.stepsPerEpoch() == 0
                && state.validatedEpochs() < state.step() / order.stepsPerEpoch();
    }

    private void endEpoch() throws IOException {
        validate((int) (state.step() / order.stepsPerEpoch()));
        save();
    }

    private void save() throws IOException {
        folder.save(factory, task.parameters(), optimiser, state, awaitsValidation(state, order));
        listener.saved(state.step());
    }

    private void take(long number, long total, ReadAhead<B> reader) throws IOException {
        if (!reader.begun()) {
            begin(number, reader);
        }
        B batch = reader.take();
        // not over the end of an epoch: validation reads, too, and there may be no other epoch
        if ((number + 1) % order.stepsPerEpoch() != 0) {
            begin(number + 1, reader);
        }
        Map<String, Double> figures;
        double norm;
        try {
            figures = new LinkedHashMap<>(task.gradients(batch, number));
            norm = task.learned().gradientNorm();
        } catch (NonFiniteLossException e) {
            throw stopped(number, task.ids(batch), String.valueOf(e.getMessage()), e);
        }
        if (!Double.isFinite(norm)) {
            throw stopped(number, task.ids(batch), "the norm of the gradients is " + norm, null);
        }
        if (plan.clipNorm() > 0) {
            task.learned().clipGradients(norm, plan.clipNorm());
        }
        double multiplier =
                plan.schedule().multiplier(number, total, (long) plan.warmupEpochs() * order.stepsPerEpoch());
        optimiser.step(multiplier);
        state = state.after(number + 1);
        figures.put("gradientNorm", norm);
        figures.put("learningRate", plan.optimiser().learningRate() * multiplier);
        log.append("training", state.step(), figures);
        listener.stepped(state.step(), total, plan.batch(), figures);
    }

    private void begin(long number, ReadAhead<B> reader) {
        int[] indices = order.batch(number);
        long epoch = order.epoch(number);
        reader.begin(() -> task.read(indices, epoch));
    }

    private void validate(int epoch) throws IOException {
        Map<String, Double> figures = new LinkedHashMap<>();
        String name = plan.selection().figure();
        try {
            task.validate(epoch).forEach((key, value) -> {
                if (Double.isFinite(value)) {
                    figures.put(key, value);
                }
            });
        } catch (NonFiniteBatchException e) {
            throw stopped(state.step(), e.ids(), "in validation, " + e.getMessage(), e);
        }
        Double value = figures.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the validation samples give no " + name
                    + ", by which the best epoch is selected; they have " + figures.keySet()
                    + ". Are there validation samples of every kind?");
        }
        boolean best = state.improvedBy(value, plan.selection());
        state = state.validated(epoch, value, best);
        log.append(MetricsFile.VALIDATION, state.step(), figures);
        listener.validated(epoch, figures, best);
    }

    /** Keeps the ids of the batch, and says where. */
    private TrainingStoppedException stopped(long number, List<String> ids, String reason, @Nullable Throwable cause)
            throws IOException {
        ObjectNode report = JSON.createObjectNode();
        report.put("step", number).put("epoch", order.epoch(number) + 1).put("reason", reason);
        ids.forEach(id -> report.withArray("samples").add(id));
        String name = "stopped-at-step-" + number + ".json";
        Durable.write(folder.resolve(name), JSON.writeValueAsBytes(report));
        return new TrainingStoppedException(
                "training stopped at step " + number + ": " + reason + ". The batch's samples are in "
                        + folder.resolve(name) + "; the last save is unharmed. Look at those images, lower the learning"
                        + " rate or limit the gradient norm, and begin a new run from the last save's model",
                cause);
    }
}
