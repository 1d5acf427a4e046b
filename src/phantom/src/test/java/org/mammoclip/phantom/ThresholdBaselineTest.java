package org.mammoclip.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammogram.prepare.MammogramPreparation;

/** Whether one has to look: brightness alone must not tell images with lesions from those without. */
class ThresholdBaselineTest {
    private static final int[] THRESHOLDS = {100, 140, 180, 220};

    @Test
    void brightnessIsNearChance() {
        PhantomSettings usual =
                new PhantomSettings(11, 320, 0.6, PhantomSettings.DEFAULT.signalToNoise(), Optional.empty());
        assertThat(areas("usual", usual, 180).values())
                .allSatisfy(area -> assertThat(area).isBetween(0.38, 0.62));
    }

    /** With the settings that the demonstration model learns from, on the machine it is measured on. */
    @Test
    void brightnessDoesNotSolveWhatTheDemonstrationIsMeasuredOn() {
        PhantomSettings easy = new PhantomSettings(1001, 768, 1, 6, Optional.of(ScannerStyle.A), 0.9);
        Map<String, Double> areas = areas("demonstration", easy, 60);
        areas.forEach((name, area) ->
                assertThat(area).as(name).isBetween(0.35, name.startsWith(LesionKind.MASS.label()) ? 0.78 : 0.65));
    }

    /** AUROC of each feature for each kind of lesion. */
    private static Map<String, Double> areas(String title, PhantomSettings settings, int exams) {
        List<Image> images = IntStream.range(0, exams)
                .parallel()
                .mapToObj(index -> images(PhantomExam.draw(settings, index)))
                .flatMap(List::stream)
                .toList();
        Map<String, Double> areas = new LinkedHashMap<>();
        for (LesionKind kind : List.of(LesionKind.MASS, LesionKind.CALCIFICATION)) {
            for (String feature : images.get(0).features().keySet()) {
                List<Double> with = new ArrayList<>();
                List<Double> without = new ArrayList<>();
                for (Image image : images) {
                    (image.kinds().contains(kind) ? with : without)
                            .add(image.features().get(feature));
                }
                double area = auroc(with, without);
                System.out.printf(
                        "%s: %s by %s alone: AUROC %.3f (%d images with, %d without)%n",
                        title, kind.label(), feature, area, with.size(), without.size());
                areas.put(kind.label() + " by " + feature, area);
            }
        }
        return areas;
    }

    private record Image(List<LesionKind> kinds, Map<String, Double> features) {}

    private static List<Image> images(PhantomExam exam) {
        List<Image> images = new ArrayList<>();
        for (PhantomView view : PhantomView.values()) {
            PhantomImage image = exam.image(view);
            byte[] grey;
            try {
                grey = MammogramPreparation.reference(new ImageSize(380, 228))
                        .prepare(new PhantomDicom(exam, "1").file(image))
                        .grey();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            images.add(new Image(
                    image.boxes().stream().map(PhantomImage.TruthBox::kind).toList(), features(grey)));
        }
        return images;
    }

    private static Map<String, Double> features(byte[] grey) {
        int[] sorted = new int[grey.length];
        double sum = 0;
        for (int i = 0; i < grey.length; i++) {
            sorted[i] = grey[i] & 0xFF;
            sum += sorted[i];
        }
        Arrays.sort(sorted);
        Map<String, Double> features = new LinkedHashMap<>();
        features.put("mean", sum / grey.length);
        features.put("99.9th percentile", (double) sorted[(int) (0.999 * grey.length)]);
        for (int threshold : THRESHOLDS) {
            double above =
                    Arrays.stream(sorted).filter(value -> value > threshold).count();
            features.put("share above " + threshold, above / grey.length);
        }
        return features;
    }

    /** How often a positive is above a negative, ties half. */
    private static double auroc(List<Double> positives, List<Double> negatives) {
        double wins = 0;
        for (double positive : positives) {
            for (double negative : negatives) {
                wins += positive > negative ? 1 : positive == negative ? 0.5 : 0;
            }
        }
        return wins / positives.size() / negatives.size();
    }
}
