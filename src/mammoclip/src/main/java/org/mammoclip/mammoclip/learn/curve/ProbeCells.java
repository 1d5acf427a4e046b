package org.mammoclip.mammoclip.learn.curve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.learn.probe.ProbeExperiment;
import org.mammoclip.mammoclip.learn.probe.ProbeSettings;

/** Cells that fit a linear head on a frozen encoder, pre-trained or random. Each encoder sees every image once. Engine thread only. */
public final class ProbeCells implements CellTrainer {
    /** Key of the pre-trained encoder among the random ones, which have their seeds. */
    private static final long PRETRAINED = Long.MIN_VALUE;

    private final CurveData data;
    private final Checkpoint encoder;
    private final ProbeSettings settings;
    private final Path cache;
    private final ComputeDevice device;
    private final CurveProgress progress;
    private final Map<Long, CurveVectors> vectors = new HashMap<>();

    /**
     * @param encoder the pre-trained one; stays open as long as cells are trained
     * @param cache folder for vectors
     */
    public ProbeCells(
            CurveData data,
            Checkpoint encoder,
            ProbeSettings settings,
            Path cache,
            ComputeDevice device,
            CurveProgress progress) {
        this.data = data;
        this.encoder = encoder;
        this.settings = settings;
        this.cache = cache;
        this.device = device;
        this.progress = progress;
    }

    @Override
    public List<LearningResult> train(CurveCell cell, Path folder) throws IOException {
        CurveVectors known = vectors(cell);
        ProbeExperiment experiment = new ProbeExperiment(cell.target(), data.labels(), known.learning(), settings);
        Optional<ProbeExperiment.Outcome> outcome = experiment.run(cell.fraction(), cell.seed());
        List<LabelledImage> part = CellResults.part(data, cell, settings.fractionUnit());
        List<LearningResult> results = new ArrayList<>(List.of(CellResults.labels(cell, part)));
        if (outcome.isPresent()) {
            for (int i = 0; i < data.tests().size(); i++) {
                CurveData.Test test = data.tests().get(i);
                experiment
                        .measure(
                                outcome.get(),
                                test.name(),
                                test.images(),
                                known.tests().get(i))
                        .forEach(result -> results.add(CellResults.named(cell, result)));
            }
        }
        return results;
    }

    private CurveVectors vectors(CurveCell cell) throws IOException {
        long key = cell.arm().isPretrained() ? PRETRAINED : cell.seed();
        CurveVectors known = vectors.get(key);
        if (known == null) {
            List<LabelledImage> wanted = new ArrayList<>(data.labels().training());
            wanted.addAll(data.labels().validation());
            Checkpoint asked = cell.arm().isPretrained() ? encoder : DerivedCheckpoint.random(encoder, cell.seed());
            known = CurveVectors.of(asked, data, wanted, cache, device, progress);
            vectors.put(key, known);
        }
        return known;
    }
}
