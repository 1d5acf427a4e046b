package org.mammoclip.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalStringTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "1500, 1500",
        "0.1, 0.1",
        "-0.5, -0.5",
        "0.0941176470588235, 0.09411764705882",
        "-0.0941176470588235, -0.0941176470588",
        "1234567890123456, 1234567890123456",
        "12345678901234567, 1.2345678901E+16",
        "0.000000000123456789, 1.23456789E-10",
        "1e300, 1E+300",
        "0.99999999999999989, 1"
    })
    void writesTheShortestTextThatFits(double value, String expected) {
        assertThat(DecimalString.format(value)).isEqualTo(expected);
    }

    @Property
    void neverExceedsSixteenCharactersAndStaysClose(@ForAll double value) {
        String text = DecimalString.format(value);

        assertThat(text).hasSizeLessThanOrEqualTo(16).matches("-?\\d+(\\.\\d+)?(E[+-]?\\d+)?");
        assertThat(Double.parseDouble(text)).isCloseTo(value, within(Math.abs(value) * 1e-8));
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertThatIllegalArgumentException().isThrownBy(() -> DecimalString.format(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> DecimalString.format(Double.NEGATIVE_INFINITY));
    }
}
