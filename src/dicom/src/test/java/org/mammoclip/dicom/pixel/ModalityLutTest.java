package org.mammoclip.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

class ModalityLutTest {
    @Test
    void missingRescaleIsIdentity() throws UndecodablePixelsException {
        ModalityLut lut = ModalityLut.of(Examples.image(1, 1, 16, 12).build());

        assertThat(lut.isIdentity()).isTrue();
        assertThat(lut.apply(1234)).isEqualTo(1234);
    }

    @Test
    void appliesSlopeAndIntercept() throws UndecodablePixelsException {
        ModalityLut lut = ModalityLut.of(rescaled("-2", "100"));

        assertThat(lut.apply(30)).isEqualTo(40);
        assertThat(lut.isDecreasing()).isTrue();
        assertThat(lut.isIdentity()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1e-30", "NaN", "1e30", "Infinity", "x", "-1E-7"})
    void refusesSlopesThatNobodyCanMean(String slope) {
        assertThatExceptionOfType(UndecodablePixelsException.class)
                .isThrownBy(() -> ModalityLut.of(rescaled(slope, "0")))
                .matches(e -> e.reason() == Reason.INVALID_GREY_TRANSFORM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "1e300", "-Infinity", "y"})
    void refusesInterceptsThatNobodyCanMean(String intercept) {
        assertThatExceptionOfType(UndecodablePixelsException.class)
                .isThrownBy(() -> ModalityLut.of(rescaled("1", intercept)))
                .matches(e -> e.reason() == Reason.INVALID_GREY_TRANSFORM);
    }

    @Test
    void aTableComesBeforeRescale() throws UndecodablePixelsException {
        DataSet image = rescaled("1", "0").toBuilder()
                .sequence(Tag.ModalityLUTSequence, VoiTransformTest.table("", 5, 300, 200, 100))
                .build();
        ModalityLut lut = ModalityLut.of(image);

        assertThat(lut.isTable()).isTrue();
        assertThat(lut.apply(0)).isEqualTo(300);
        assertThat(lut.apply(6)).isEqualTo(200);
        assertThat(lut.apply(1000)).isEqualTo(100);
    }

    private static DataSet rescaled(String slope, String intercept) {
        return Examples.image(1, 1, 16, 12)
                .text(Tag.RescaleSlope, slope)
                .text(Tag.RescaleIntercept, intercept)
                .build();
    }
}
