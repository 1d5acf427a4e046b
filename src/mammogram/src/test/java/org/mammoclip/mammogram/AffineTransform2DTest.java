package org.mammoclip.mammogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AffineTransform2DTest {
    private static final AffineTransform2D MAP = new AffineTransform2D(2, 0.5, 10, -1, 3, 20);

    @Test
    void composesInReadingOrder() {
        PixelPoint twoSteps = MAP.apply(AffineTransform2D.scale(4, 5).apply(1.5, 2.5));

        assertThat(AffineTransform2D.scale(4, 5).then(MAP).apply(1.5, 2.5)).isEqualTo(twoSteps);
    }

    @Test
    void comesBackByItsInverse() {
        PixelPoint back = MAP.inverse().apply(MAP.apply(7.25, -3.5));

        assertThat(back.column()).isCloseTo(7.25, within(1e-12));
        assertThat(back.row()).isCloseTo(-3.5, within(1e-12));
    }

    @Test
    void refusesWhatCannotBeInverted() {
        assertThatThrownBy(() -> new AffineTransform2D(1, 2, 0, 2, 4, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AffineTransform2D.translate(Double.NaN, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
