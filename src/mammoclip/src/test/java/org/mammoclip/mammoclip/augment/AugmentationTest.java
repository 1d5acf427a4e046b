package org.mammoclip.mammoclip.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.random.SplitMix64;

class AugmentationTest {
    private static final RasterSize SIZE = new RasterSize(60, 40);

    @Test
    void eachStepHappensAsOftenAsItsProbabilitySays() {
        Interval none = Interval.always(0);
        int draws = 4000;
        SplitMix64 random = new SplitMix64(1);
        PixelBox mark = new PixelBox(11, 12, 14, 16);
        Augmentation flips = new Augmentation(0.3, 0.6, 0, none, none, none, Interval.always(1), 0, 0, 1);
        int horizontal = 0;
        int vertical = 0;
        for (int i = 0; i < draws; i++) {
            PixelBox moved = flips.draw(SIZE, random).apply(mark, SIZE).orElseThrow();
            horizontal += moved.left() == 26 ? 1 : 0;
            vertical += moved.top() == 44 ? 1 : 0;
        }
        assertThat(horizontal / (double) draws).isCloseTo(0.3, within(0.03));
        assertThat(vertical / (double) draws).isCloseTo(0.6, within(0.03));

        Augmentation affine =
                new Augmentation(0, 0, 0.25, none, none, Interval.always(0.1), Interval.always(1), 0.5, 5, 3);
        int shifted = 0;
        int bent = 0;
        for (int i = 0; i < draws; i++) {
            PixelBox moved = affine.draw(SIZE, random).apply(mark, SIZE).orElseThrow();
            shifted += moved.left() > 13 ? 1 : 0;
            bent += moved.left() != 15 && moved.left() != 11 ? 1 : 0;
        }
        assertThat(shifted / (double) draws).isCloseTo(0.25, within(0.03));
        assertThat(bent / (double) draws).isCloseTo(0.5, within(0.03));
    }

    @Test
    void theReferencesAffineMapIsFixedExceptForItsScale() {
        // 0.8 and 1.2 of the distance from the centre, then shear, rotation and translation of fixed size
        PixelBox centre = new PixelBox(19, 29, 21, 31);
        SplitMix64 random = new SplitMix64(2);
        Augmentation always = new Augmentation(
                0,
                0,
                1,
                Augmentation.AS_EXECUTED.rotationDegrees(),
                Augmentation.AS_EXECUTED.shearDegrees(),
                Augmentation.AS_EXECUTED.translation(),
                Augmentation.AS_EXECUTED.scale(),
                0,
                0,
                1);
        for (int i = 0; i < 50; i++) {
            PixelBox moved = always.draw(SIZE, random).apply(centre, SIZE).orElseThrow();
            assertThat((moved.left() + moved.right()) / 2).isCloseTo(24, within(1e-9));
            assertThat((moved.top() + moved.bottom()) / 2).isCloseTo(36, within(1e-9));
        }
    }

    @Test
    void symmetricRangesMoveInEveryDirection() {
        PixelBox centre = new PixelBox(19, 29, 21, 31);
        SplitMix64 random = new SplitMix64(3);
        double leftmost = 40;
        double rightmost = 0;
        double sum = 0;
        for (int i = 0; i < 2000; i++) {
            PixelBox moved = Augmentation.DETECTION
                    .draw(SIZE, random)
                    .apply(centre, SIZE)
                    .orElseThrow();
            double x = (moved.left() + moved.right()) / 2;
            leftmost = Math.min(leftmost, x);
            rightmost = Math.max(rightmost, x);
            sum += x;
        }
        assertThat(leftmost).isBetween(15.5, 16.5);
        assertThat(rightmost).isBetween(23.5, 24.5);
        assertThat(sum / 2000).isCloseTo(20, within(0.3));
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherSeedOthers() {
        Raster image = pattern();
        byte[] first = Augmentation.DETECTION
                .draw(SIZE, new SplitMix64(9))
                .apply(image)
                .toBytes();
        assertThat(Augmentation.DETECTION
                        .draw(SIZE, new SplitMix64(9))
                        .apply(image)
                        .toBytes())
                .isEqualTo(first);
        assertThat(Augmentation.DETECTION
                        .draw(SIZE, new SplitMix64(10))
                        .apply(image)
                        .toBytes())
                .isNotEqualTo(first);
        // the bits themselves, so that a change of algorithm is seen
        assertThat(Arrays.hashCode(first)).isEqualTo(499226376);
    }

    @Test
    void boxesLeaveWithWhatTheyHold() {
        Warp away = Warp.sequence(List.of(new AffineWarp(0, 0, 0, 0.9, 0, 1, 1), Flip.VERTICAL));
        assertThat(away.apply(new PixelBox(1, 0, 3, 2), SIZE)).contains(new PixelBox(37, 58, 39, 60));
        assertThat(away.apply(new PixelBox(3.5, 0, 20, 2), SIZE)).isEqualTo(Optional.empty());
        assertThat(Warp.sequence(List.of()).apply(new PixelBox(1, 0, 3, 2), SIZE))
                .contains(new PixelBox(1, 0, 3, 2));
    }

    @Test
    void badSettingsAreRefused() {
        Interval none = Interval.always(0);
        Interval one = Interval.always(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Augmentation(1.1, 0, 0, none, none, none, one, 0, 0, 1))
                .withMessageContaining("horizontal flip");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Augmentation(0, 0, 0, none, none, none, none, 0, 0, 1))
                .withMessageContaining("scale");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Augmentation(0, 0, 0, none, Interval.always(45), none, one, 0, 0, 1))
                .withMessageContaining("shear");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Augmentation(0, 0, 0, none, none, none, one, 0, 0, 0))
                .withMessageContaining("sigma");
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PixelBox(1, 1, 1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> Raster.of(SIZE, new float[3]));
        ElasticWarp drawn = ElasticWarp.draw(SIZE, 1, 1, new SplitMix64(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> drawn.apply(Raster.of(new RasterSize(1, 2), new float[2])))
                .withMessageContaining("drawn for 60x40");
    }

    static Raster pattern() {
        byte[] values = new byte[SIZE.area()];
        SplitMix64 random = new SplitMix64(4);
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) random.nextInt(256);
        }
        return Raster.ofBytes(SIZE, values);
    }
}
