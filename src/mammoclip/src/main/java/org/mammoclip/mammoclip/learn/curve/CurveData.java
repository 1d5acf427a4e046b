package org.mammoclip.mammoclip.learn.curve;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.data.TrainingImages;

/**
 * What a learning curve learns from and is tested on.
 *
 * @param labels training and validation images; its test images count only if they are among the tests
 * @param pixels of these
 * @param tests at least one, of patients who are in neither
 */
public record CurveData(LabelledSet labels, TrainingImages pixels, List<Test> tests) {
    /**
     * Images that everything is measured on.
     *
     * @param name in results, as in {@code A}
     * @param pixels of the images
     */
    public record Test(String name, List<LabelledImage> images, TrainingImages pixels) {
        public Test {
            images = List.copyOf(images);
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9 _.-]{0,39}")
                    || name.equals(CellTrainer.TRAINING)
                    || name.equals("validation")) {
                throw new IllegalArgumentException("a test has a name of at most 40 letters, digits, blanks, dots,"
                        + " hyphens and underscores, other than training and validation, not '" + name + "'");
            }
            if (images.isEmpty()) {
                throw new IllegalArgumentException("test " + name + " has no images");
            }
        }
    }

    /** @throws IllegalArgumentException if there is no test, two have the same name, or a patient is in a test and in training */
    public CurveData {
        tests = List.copyOf(tests);
        if (tests.isEmpty()) {
            throw new IllegalArgumentException("nothing to test on");
        }
        Set<String> learned = new HashSet<>();
        labels.training().forEach(image -> learned.add(image.patient()));
        labels.validation().forEach(image -> learned.add(image.patient()));
        Set<String> names = new HashSet<>();
        for (Test test : tests) {
            if (!names.add(test.name())) {
                throw new IllegalArgumentException("two tests are called " + test.name());
            }
            long both = test.images().stream()
                    .map(LabelledImage::patient)
                    .distinct()
                    .filter(learned::contains)
                    .count();
            if (both > 0) {
                throw new IllegalArgumentException(
                        "test " + test.name() + ": " + both + " of its patients are in training or validation, too");
            }
        }
    }
}
