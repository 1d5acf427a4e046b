package org.mammoclip.mammoclip.learn.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.detect.Detection;
import org.mammoclip.mammoclip.evaluate.MetricValue;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;

/** Values of cases small enough to count by hand. */
class DetectorResultsTest {
    private static final List<String> MASS = List.of(ToyMammograms.MASS);

    @Test
    void normalImagesCountInTheirOwnValuesOnly() {
        LabelledImage one = ToyMammograms.image("one", ToyMammograms.mass(5, 8));
        LabelledImage two = ToyMammograms.image("two", ToyMammograms.mass(20, 20));
        LabelledImage normal = ToyMammograms.image("normal");
        LabelledImage quiet = ToyMammograms.image("quiet");
        Map<String, Double> values = values(List.of(
                // found exactly; found with an overlap of 1/3
                new FoundBoxes(one, List.of(box(5, 8, 0.9))),
                new FoundBoxes(two, List.of(box(26, 20, 0.1))),
                new FoundBoxes(normal, List.of(box(1, 1, 0.5), box(20, 20, 0.06), box(20, 1, 0.01))),
                new FoundBoxes(quiet, List.of())));
        assertThat(values.get("ap_positive_images_iou_0.5")).isEqualTo(0.5);
        assertThat(values.get("ap_positive_images_iou_0.5_score_0.2")).isEqualTo(0.5);
        assertThat(values.get("ap_positive_images_iou_0.25")).isEqualTo(1);
        // 0.9 hit, 0.5 alarm, 0.1 hit: 1/2 + 1/2 * 2/3
        assertThat(values.get("ap_iou_0.25")).isCloseTo(5 / 6.0, within(1e-12));
        assertThat(values.get("ap_iou_0.5")).isEqualTo(0.5);
        assertThat(values.get("sensitivity_score_0.05")).isEqualTo(0.5);
        assertThat(values.get("false_positives_per_normal_image_score_0.05")).isEqualTo(1);
        assertThat(values.get("false_positives_per_normal_image_score_0.2")).isEqualTo(0.5);
        assertThat(values.get("sensitivity_at_0.125_false_positives_per_image")).isEqualTo(0.5);
        // 0.9 and 0.1 against 0.5 and 0
        assertThat(values.get("image_auroc")).isEqualTo(0.75);
    }

    @Test
    void whatImagesDoNotDefineIsNotANumber() {
        Map<String, Double> onlyPositive =
                values(List.of(new FoundBoxes(ToyMammograms.image("one", ToyMammograms.mass(5, 8)), List.of())));
        assertThat(onlyPositive.get("ap_iou_0.5")).isZero();
        assertThat(onlyPositive.get("sensitivity_score_0.05")).isZero();
        assertThat(onlyPositive.get("false_positives_per_normal_image_score_0.05"))
                .isNaN();
        assertThat(onlyPositive.get("image_auroc")).isNaN();
        Map<String, Double> onlyNormal = values(List.of(new FoundBoxes(ToyMammograms.image("n"), List.of())));
        assertThat(onlyNormal.get("ap_iou_0.5")).isNaN();
        assertThat(onlyNormal.get("sensitivity_at_1.0_false_positives_per_image"))
                .isNaN();
        assertThat(onlyNormal.get("false_positives_per_normal_image_score_0.05"))
                .isZero();
    }

    @Test
    void intervalsHoldTheValueAndFollowTheSeed() {
        List<FoundBoxes> images = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            LabelledImage image =
                    i % 2 == 0 ? ToyMammograms.image("m" + i, ToyMammograms.mass(5, 8)) : ToyMammograms.image("n" + i);
            images.add(new FoundBoxes(image, i % 3 == 0 ? List.of(box(5, 8, 0.3 + i / 100.0)) : List.of()));
        }
        List<MetricValue> values = DetectorResults.of(images, MASS, 0, new Bootstrap(200, 1, 0.95));
        assertThat(values).isEqualTo(DetectorResults.of(images, MASS, 0, new Bootstrap(200, 1, 0.95)));
        for (MetricValue value : values) {
            assertThat(value.interval()).as(value.key()).isPresent();
            assertThat(value.value())
                    .as(value.key())
                    .isBetween(
                            value.interval().get().low(), value.interval().get().high());
        }
    }

    private static Detection box(double left, double top, double score) {
        return new Detection(left, top, left + 12, top + 14, score, 0);
    }

    private static Map<String, Double> values(List<FoundBoxes> images) {
        Map<String, Double> values = new HashMap<>();
        DetectorResults.of(images, MASS, 0, new Bootstrap(0, 1, 0.95))
                .forEach(value -> values.put(value.key(), value.value()));
        return values;
    }
}
