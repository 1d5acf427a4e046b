package org.mammoclip.mammoclip.learn.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.augment.Interval;
import org.mammoclip.mammoclip.data.LabelledBox;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.loss.TargetBox;
import org.mammoclip.mammoclip.random.SplitMix64;

/** Image and boxes stay together on the way to the detector; and which images go that way. */
class DetectorSamplesTest {
    private static final List<String> BOTH = List.of(ToyMammograms.MASS, ToyMammograms.CALCIFICATION);

    /** Moves everything right by almost half. */
    private static final Augmentation AWAY = new Augmentation(
            0, 0, 1, Interval.always(0), Interval.always(0), Interval.symmetric(0.45), Interval.always(1), 0, 10, 15);

    @Test
    void boxesAreScaledToTheSquareAndNumberedByFinding() throws IOException {
        LabelledImage image = ToyMammograms.image(
                "a",
                ToyMammograms.mass(5, 6),
                new LabelledBox(ToyMammograms.CALCIFICATION, 10, 12, 20, 24),
                new LabelledBox("Asymmetry", 1, 1, 9, 9));
        DetectorSample sample = samples(List.of(image), 80).read(0);
        assertThat(sample.raster()).hasSize(80 * 80);
        assertThat(sample.boxes()).hasSize(2);
        TargetBox mass = sample.boxes().get(0);
        assertThat(List.of(mass.left(), mass.top(), mass.right())).containsExactly(10.0, 10.0, 34.0);
        assertThat(mass.bottom()).isCloseTo(20 * 80 / 48.0, within(1e-9));
        assertThat(mass.classIndex()).isZero();
        assertThat(sample.boxes().get(1)).isEqualTo(new TargetBox(20, 20, 40, 40, 1));
        // the mass is bright where its box is
        assertThat(sample.raster()[15 * 80 + 15] & 0xFF).isGreaterThan(149);
        assertThat(sample.raster()[70 * 80 + 70] & 0xFF).isLessThan(60);
    }

    @Test
    void boxesMoveWithTheImageAndThoseThatLeaveItAreDropped() throws IOException {
        DetectorSamples samples = samples(List.of(ToyMammograms.image("a", ToyMammograms.mass(1, 8))), 80);
        int kept = 0;
        int dropped = 0;
        for (int seed = 0; seed < 40; seed++) {
            DetectorSample sample = samples.read(0, AWAY, new SplitMix64(seed));
            if (sample.boxes().isEmpty()) {
                dropped++;
                continue;
            }
            kept++;
            TargetBox box = sample.boxes().get(0);
            assertThat(box.left()).isBetween(0.0, 79.0);
            assertThat(box.right()).isBetween(1.0, 80.0);
            int x = (int) ((box.left() + box.right()) / 2);
            int y = (int) ((box.top() + box.bottom()) / 2);
            if (box.right() - box.left() > 4 && box.bottom() - box.top() > 4) {
                assertThat(sample.raster()[y * 80 + x] & 0xFF)
                        .as("seed " + seed)
                        .isGreaterThan(100);
            }
        }
        assertThat(kept).isGreaterThan(5);
        assertThat(dropped).isGreaterThan(5);
    }

    @Test
    void imagesWithABoxOrWithoutTheFindingAndNormalsAsAShare() {
        List<LabelledImage> all = new java.util.ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(ToyMammograms.image("mass-" + i, ToyMammograms.mass(3, 3)));
            all.add(ToyMammograms.image("normal-" + i));
        }
        all.add(ToyMammograms.image("p", "undrawn", Set.of(ToyMammograms.MASS), List.of()));
        all.add(ToyMammograms.image("other", new LabelledBox("Asymmetry", 1, 1, 9, 9)));
        DetectorImages everything = DetectorImages.everything(all, List.of(ToyMammograms.MASS));
        assertThat(everything.withBoxes()).isEqualTo(8);
        assertThat(everything.normals()).isEqualTo(9);
        assertThat(everything.images()).extracting(LabelledImage::image).doesNotContain("undrawn");
        DetectorImages reference = DetectorImages.of(all, List.of(ToyMammograms.MASS), 0, 1);
        assertThat(reference.images()).hasSize(8).allMatch(image -> image.has(ToyMammograms.MASS));
        DetectorImages fifth = DetectorImages.of(all, List.of(ToyMammograms.MASS), 0.2, 1);
        assertThat(fifth.normals()).isEqualTo(2);
        assertThat(fifth).isEqualTo(DetectorImages.of(all, List.of(ToyMammograms.MASS), 0.2, 1));
        assertThat(DetectorImages.of(all, List.of(ToyMammograms.MASS), 0.9, 1).normals())
                .isEqualTo(9);
        assertThat((double) fifth.normals() / fifth.images().size()).isCloseTo(0.2, within(0.05));
        assertThat(fifth.boxes()).isEqualTo(8);
    }

    private static DetectorSamples samples(List<LabelledImage> images, int side) {
        return new DetectorSamples(DetectorImages.everything(images, BOTH), new ToyMammograms(images), side);
    }
}
