package org.mammoclip.mammoclip.learn.detector;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.checkpoint.DetectorFile;
import org.mammoclip.mammoclip.checkpoint.ModelDescription.Preparation;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.data.Split;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.evaluate.MetricValue;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;
import org.mammoclip.mammoclip.image.ImageNormalization;

/** Measures a trained detector on the validation images, and on the test images if there are any. Not thread-safe. */
public final class DetectorMeasurement {
    private static final String TASK = "detector";

    /** What fits on a screen and a card; the file has all. */
    private static final Set<String> SHOWN = Set.of(
            "ap_positive_images_iou_0.5",
            "ap_positive_images_iou_0.25",
            "ap_iou_0.5",
            "sensitivity_score_0.05",
            "sensitivity_score_0.2",
            "false_positives_per_normal_image_score_0.05",
            "false_positives_per_normal_image_score_0.2",
            "image_auroc");

    private final List<String> findings;
    private final long normals;
    private final Bootstrap bootstrap;
    private final double fraction;
    private final long seed;
    private final List<LearningResult> results = new ArrayList<>();
    private List<FoundBoxes> validation = List.of();

    /** Sees images go by. */
    @FunctionalInterface
    public interface Progress {
        /** @param done images of the split so far */
        void looked(String split, int done, int all);
    }

    /**
     * @param findings of the detector, in the order of its classes
     * @param normals the most images without the findings per split
     * @param fraction of the training data that was used
     * @param seed of the training
     */
    public DetectorMeasurement(List<String> findings, long normals, Bootstrap bootstrap, double fraction, long seed) {
        if (normals < 0) {
            throw new IllegalArgumentException(normals + " images without the findings");
        }
        this.findings = List.copyOf(findings);
        this.normals = normals;
        this.bootstrap = bootstrap;
        this.fraction = fraction;
        this.seed = seed;
    }

    /**
     * @param manager of the device to run on
     * @param model folder of the detector
     * @param preparation of its images
     * @throws IOException if the model or an image cannot be read
     */
    public void measure(
            NDManager manager,
            Path model,
            LabelledSet set,
            TrainingImages pixels,
            Preparation preparation,
            Progress progress)
            throws IOException {
        results.clear();
        try (ModelFile file = ModelFile.open(model)) {
            if (!(file instanceof DetectorFile detector)) {
                throw new IOException(model + " holds a " + file.kind().label());
            }
            for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
                List<LabelledImage> images = DetectorImages.withNormals(set.of(split), findings, normals, 1)
                        .images();
                if (images.isEmpty()) {
                    continue;
                }
                List<FoundBoxes> found = FoundBoxes.in(
                        images,
                        pixels,
                        manager,
                        detector,
                        new ImageNormalization(preparation.mean(), preparation.deviation()),
                        (done, all) -> progress.looked(name(split), done, all));
                if (split == Split.VALIDATION) {
                    validation = found;
                }
                add(split, found);
            }
        }
    }

    private static String name(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    private void add(Split split, List<FoundBoxes> found) {
        for (int k = 0; k < findings.size(); k++) {
            String finding = findings.get(k);
            int positives = (int)
                    found.stream().filter(image -> image.image().has(finding)).count();
            LearningResult.Scope scope =
                    new LearningResult.Scope(TASK, finding, fraction, seed, name(split), found.size(), positives);
            for (MetricValue value : DetectorResults.of(found, findings, k, bootstrap)) {
                results.add(new LearningResult(scope, value));
            }
        }
    }

    /** Every value. */
    public List<LearningResult> results() {
        return List.copyOf(results);
    }

    /** The values that say most. */
    public List<LearningResult> shown() {
        return results.stream()
                .filter(result -> SHOWN.contains(result.value().key()))
                .toList();
    }

    /** What was found in validation images. */
    public List<FoundBoxes> validation() {
        return validation;
    }
}
