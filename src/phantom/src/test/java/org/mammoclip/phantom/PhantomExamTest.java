package org.mammoclip.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhantomExamTest {
    private static final int ROWS = 512;
    private static final double PITCH = Projection.HEIGHT_MM / ROWS;
    private static final PhantomSettings ILL = settings(1, 2.5);
    private static final PhantomSettings HEALTHY = settings(0, 2.5);

    @Test
    void theSameSettingsGiveTheSameBitsAndOtherWomenOthers() {
        PhantomExam exam = PhantomExam.draw(ILL, 3);
        for (PhantomView view : PhantomView.values()) {
            assertThat(PhantomExam.draw(ILL, 3).image(view).values())
                    .isEqualTo(exam.image(view).values());
        }
        assertThat(PhantomExam.draw(ILL, 3)).isEqualTo(exam);
        assertThat(Arrays.hashCode(
                        PhantomExam.draw(ILL, 4).image(PhantomView.LCC).values()))
                .isNotEqualTo(Arrays.hashCode(exam.image(PhantomView.LCC).values()));
    }

    /** The healthy twin differs only where the lesion is, and there it is darker. */
    @Test
    void aMassIsWhereItsBoxSaysAndNowhereElse() {
        int seen = 0;
        for (int index = 0; index < 60 && seen < 10; index++) {
            PhantomExam ill = PhantomExam.draw(ILL, index);
            for (PhantomView view : PhantomView.values()) {
                Breast breast = ill.breast(view.isLeft());
                if (breast.lesions().size() == 1 && breast.has(LesionKind.MASS) && !breast.implant()) {
                    assertDifferenceLiesIn(
                            ill.image(view), PhantomExam.draw(HEALTHY, index).image(view));
                    seen++;
                }
            }
        }
        assertThat(seen).isGreaterThanOrEqualTo(10);
    }

    @Test
    void aLesionHasTheSameDepthInBothViewsAndARelatedHeight() {
        int compared = 0;
        for (int index = 0; index < 40; index++) {
            PhantomExam exam = PhantomExam.draw(ILL, index);
            for (boolean left : new boolean[] {true, false}) {
                List<PhantomView> views = PhantomView.of(left);
                for (Lesion lesion : exam.breast(left).lesions()) {
                    if (lesion.kind() != LesionKind.MASS) {
                        continue;
                    }
                    Projection cc = new Projection(exam.breast(left), views.get(0));
                    Projection mlo = new Projection(exam.breast(left), views.get(1));
                    double[] inCc = centre(exam.image(views.get(0)), LesionKind.MASS);
                    double[] inMlo = centre(exam.image(views.get(1)), LesionKind.MASS);
                    assertThat(inCc[0]).isCloseTo(inMlo[0], within(0.1));
                    double lateral = cc.nippleY() - inCc[1];
                    double up = mlo.nippleY() - inMlo[1];
                    assertThat(lateral).isCloseTo(lesion.place().lateral(), within(0.1));
                    assertThat(up).isCloseTo((lateral + lesion.place().superior()) / Math.sqrt(2), within(0.1));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(8);
    }

    @Test
    void glandularTissueIsMoreInDenserBreasts() {
        Map<Density, double[]> sums = new EnumMap<>(Density.class);
        for (int index = 0; index < 60; index++) {
            PhantomExam exam = PhantomExam.draw(new PhantomSettings(5, 256, 0, 1, Optional.of(ScannerStyle.A)), index);
            if (!exam.left().implant()) {
                double[] sum = sums.computeIfAbsent(exam.density(), density -> new double[2]);
                sum[0] += meanOfTissue(exam.image(PhantomView.LCC));
                sum[1]++;
            }
        }
        assertThat(sums.keySet()).containsExactly(Density.A, Density.B, Density.C, Density.D);
        double[] means =
                sums.values().stream().mapToDouble(sum -> sum[0] / sum[1]).toArray();
        assertThat(means).isSorted();
        assertThat(means[3]).isGreaterThan(1.15 * means[0]);
    }

    @Test
    void machinesDifferInBitsAndPolarityAndShowTheSameBreast() {
        double[] means = new double[3];
        for (ScannerStyle style : ScannerStyle.values()) {
            PhantomExam exam = PhantomExam.draw(new PhantomSettings(5, 256, 0, 1, Optional.of(style)), 1);
            PhantomImage image = exam.image(PhantomView.RMLO);
            assertThat(image.bits()).isEqualTo(style.bits());
            assertThat(image.inverted()).isEqualTo(style.isInverted());
            int highest = (1 << style.bits()) - 1;
            for (short value : image.values()) {
                assertThat(value & 0xFFFF).isLessThanOrEqualTo(highest);
            }
            // the corner away from breast and marker is air
            int air = image.values()[255 * 208] & 0xFFFF;
            assertThat(style.isInverted() ? highest - air : air).isZero();
            means[style.ordinal()] = meanOfTissue(image);
        }
        assertThat(means).doesNotHaveDuplicates();
    }

    @Test
    void everyKindOfFindingOccursAndHasABoxInsideTheImage() {
        Set<LesionKind> kinds = EnumSet.noneOf(LesionKind.class);
        for (int index = 0; index < 400 && kinds.size() < LesionKind.values().length; index++) {
            PhantomExam exam = PhantomExam.draw(ILL, index);
            for (boolean left : new boolean[] {true, false}) {
                for (Lesion lesion : exam.breast(left).lesions()) {
                    if (kinds.add(lesion.kind())) {
                        assertBoxes(exam, lesion, left);
                    }
                }
            }
        }
        assertThat(kinds).containsExactlyInAnyOrder(LesionKind.values());
    }

    @Test
    void theShareOfExamsWithLesionsIsTheOneAskedFor() {
        int ill = 0;
        for (int index = 0; index < 1000; index++) {
            PhantomExam exam = PhantomExam.draw(settings(0.3, 2.5), index);
            ill += exam.left().lesions().isEmpty() && exam.right().lesions().isEmpty() ? 0 : 1;
        }
        assertThat(ill).isBetween(255, 345);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(-0.1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(1.1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(1, 0.09));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(1, Double.NaN));
        for (int rows : new int[] {255, 4097}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new PhantomSettings(1, rows, 1, 1, Optional.empty()));
        }
        for (double brightness : new double[] {0.004, 2.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PhantomSettings(1, 512, 0.5, 2, Optional.empty(), brightness))
                    .withMessageContaining("0.005 to 2");
        }
    }

    private static void assertBoxes(PhantomExam exam, Lesion lesion, boolean left) {
        for (PhantomView view : PhantomView.of(left)) {
            PhantomImage image = exam.image(view);
            List<PhantomImage.TruthBox> boxes = image.boxes().stream()
                    .filter(box -> box.kind() == lesion.kind())
                    .toList();
            boolean boxed = lesion.views().contains(view) && lesion.kind() != LesionKind.SKIN_THICKENING;
            assertThat(boxes).as(lesion.kind() + " in " + view).hasSize(boxed ? 1 : 0);
            for (PhantomImage.TruthBox box : boxes) {
                assertThat(box.left()).isBetween(0.0, box.right() - 1);
                assertThat(box.top()).isBetween(0.0, box.bottom() - 1);
                assertThat(box.right()).isLessThanOrEqualTo(image.size().columns());
                assertThat(box.bottom()).isLessThanOrEqualTo(image.size().rows());
            }
        }
    }

    private static void assertDifferenceLiesIn(PhantomImage ill, PhantomImage healthy) {
        PhantomImage.TruthBox box = ill.boxes().get(0);
        int columns = ill.size().columns();
        double radius = Math.max(box.right() - box.left(), box.bottom() - box.top());
        double x = (box.left() + box.right()) / 2;
        double y = (box.top() + box.bottom()) / 2;
        long inside = 0;
        long far = 0;
        for (int i = 0; i < ill.values().length; i++) {
            int sign = ill.inverted() ? -1 : 1;
            int difference = sign * ((ill.values()[i] & 0xFFFF) - (healthy.values()[i] & 0xFFFF));
            double dx = i % columns + 0.5 - x;
            double dy = i / columns + 0.5 - y;
            if (2 * Math.abs(dx) < box.right() - box.left() && 2 * Math.abs(dy) < box.bottom() - box.top()) {
                inside += difference;
            } else if (dx * dx + dy * dy > 4 * radius * radius + 400) {
                far += Math.abs(difference);
            }
        }
        assertThat(inside).isPositive();
        assertThat(far).isZero();
    }

    /** Depth and height in millimetres. */
    private static double[] centre(PhantomImage image, LesionKind kind) {
        PhantomImage.TruthBox box = image.boxes().stream()
                .filter(candidate -> candidate.kind() == kind)
                .findFirst()
                .orElseThrow();
        double x = (box.left() + box.right()) / 2 * PITCH;
        return new double[] {image.view().isLeft() ? x : Projection.WIDTH_MM - x, (box.top() + box.bottom()) / 2 * PITCH
        };
    }

    private static double meanOfTissue(PhantomImage image) {
        int highest = (1 << image.bits()) - 1;
        double sum = 0;
        int count = 0;
        for (short stored : image.values()) {
            int value = image.inverted() ? highest - (stored & 0xFFFF) : stored & 0xFFFF;
            if (value > 0.08 * highest) {
                sum += value;
                count++;
            }
        }
        return sum / count / highest;
    }

    private static PhantomSettings settings(double lesionShare, double signalToNoise) {
        return new PhantomSettings(7, ROWS, lesionShare, signalToNoise, Optional.empty());
    }
}
