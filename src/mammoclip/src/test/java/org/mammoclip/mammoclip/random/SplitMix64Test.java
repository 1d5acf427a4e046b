package org.mammoclip.mammoclip.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitMix64Test {

    @Test
    void drawsThePublishedNumbers() {
        SplitMix64 random = new SplitMix64(1_234_567);
        assertThat(Long.toHexString(random.nextLong())).isEqualTo("599ed017fb08fc85");
        assertThat(Long.toHexString(random.nextLong())).isEqualTo("2c73f08458540fa5");
        assertThat(Long.toHexString(random.nextLong())).isEqualTo("883ebce5a3f27c77");
    }

    @Test
    void streamsOfOtherPathsAreOthersAndOfTheSamePathTheSame() {
        Set<Long> firsts = new HashSet<>();
        for (long seed = 0; seed < 4; seed++) {
            for (String purpose : new String[] {"augment", "sample", ""}) {
                firsts.add(SplitMix64.stream(seed, purpose).nextLong());
                for (long i = 0; i < 10; i++) {
                    firsts.add(SplitMix64.stream(seed, purpose, i).nextLong());
                    firsts.add(SplitMix64.stream(seed, purpose, i, 0).nextLong());
                    firsts.add(SplitMix64.stream(seed, purpose, 0, i, 1).nextLong());
                }
            }
        }
        assertThat(firsts).hasSize(4 * 3 * 31);
        assertThat(SplitMix64.stream(7, "augment", 3, 17).nextLong())
                .isEqualTo(SplitMix64.stream(7, "augment", 3, 17).nextLong());
    }

    @Test
    void drawsHaveTheMomentsOfTheirDistributions() {
        SplitMix64 random = new SplitMix64(5);
        int[] faces = new int[6];
        double sum = 0;
        double squares = 0;
        double normal = 0;
        double normalSquares = 0;
        int draws = 60_000;
        for (int i = 0; i < draws; i++) {
            faces[random.nextInt(6)]++;
            double uniform = random.nextDouble();
            sum += uniform;
            squares += uniform * uniform;
            double gaussian = random.nextGaussian();
            normal += gaussian;
            normalSquares += gaussian * gaussian;
        }
        for (int face : faces) {
            assertThat(face).isCloseTo(draws / 6, within(400));
        }
        assertThat(sum / draws).isCloseTo(0.5, within(0.01));
        assertThat(squares / draws).isCloseTo(1.0 / 3, within(0.01));
        assertThat(normal / draws).isCloseTo(0, within(0.02));
        assertThat(normalSquares / draws).isCloseTo(1, within(0.03));
        assertThatIllegalArgumentException().isThrownBy(() -> random.nextInt(0));
        assertThat(random.nextInt(1)).isZero();
    }
}
