package org.mammoclip.mammoclip.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.loss.NonFiniteLossException;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.random.SplitMix64;

/** A CLIP model in memory and its pairs. */
final class PretrainingTask implements TrainingTask<List<TrainingPair>> {
    private final PretrainingRun.Inputs inputs;
    private final PretrainingPlan plan;
    private final TrainableClip clip;
    private final ContrastiveStep step;

    /** @param clip closed with the task */
    PretrainingTask(PretrainingRun.Inputs inputs, PretrainingPlan plan, TrainableClip clip) {
        this.inputs = inputs;
        this.plan = plan;
        this.clip = clip;
        this.step = new ContrastiveStep(clip, plan.loss(), plan.microBatch(), plan.seed());
    }

    @Override
    public ParameterGroup learned() {
        return clip.learned();
    }

    @Override
    public int samples() {
        return inputs.training().size();
    }

    @Override
    public List<TrainingPair> read(int[] indices, long epoch) throws IOException {
        List<TrainingPair> pairs = new ArrayList<>();
        for (int index : indices) {
            SplitMix64 random = SplitMix64.stream(plan.seed(), "sample", epoch, index);
            pairs.add(inputs.training().read(index, Phase.TRAINING, random));
        }
        return pairs;
    }

    @Override
    public List<String> ids(List<TrainingPair> batch) {
        return batch.stream().map(TrainingPair::id).toList();
    }

    @Override
    public Map<String, Double> gradients(List<TrainingPair> batch, long number) {
        return step.gradients(batch, number).figures();
    }

    /** Mean over whole batches of the validation samples, in their order; one smaller batch if there is no whole one. */
    @Override
    public Map<String, Double> validate(int epoch) throws IOException {
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
                throw new NonFiniteBatchException(ids(pairs), e);
            }
        }
        return Map.of("loss", sum / batches);
    }

    @Override
    public ParameterSource parameters() {
        return clip.parameters();
    }

    @Override
    public void close() {
        clip.close();
    }
}
