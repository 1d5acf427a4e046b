package org.mammoclip.dicom;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Decimal String values (PS3.5 6.2, VR DS): at most 16 characters. */
final class DecimalString {
    private static final int MAX_LENGTH = 16;

    private DecimalString() {}

    /**
     * The shortest text that reads back as the number, rounded until it fits.
     *
     * @throws IllegalArgumentException if the value is not finite
     */
    static String format(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("DS holds finite numbers only");
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value));
        String text = shortest(exact, RoundingMode.HALF_EVEN);
        // rounding up the greatest doubles would leave their range
        return Double.isFinite(Double.parseDouble(text)) ? text : shortest(exact, RoundingMode.DOWN);
    }

    private static String shortest(BigDecimal exact, RoundingMode rounding) {
        for (int digits = 17; digits > 0; digits--) {
            BigDecimal rounded = exact.round(new MathContext(digits, rounding)).stripTrailingZeros();
            String plain = rounded.toPlainString();
            if (plain.length() <= MAX_LENGTH) {
                return plain;
            }
            // PS3.5 6.2 allows an exponent: used where leading or trailing zeros would push digits out
            String scientific = rounded.toString();
            if (scientific.length() <= MAX_LENGTH) {
                return scientific;
            }
        }
        throw new IllegalStateException("a double always fits one digit and an exponent");
    }
}
