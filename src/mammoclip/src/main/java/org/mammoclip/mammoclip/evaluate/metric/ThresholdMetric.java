package org.mammoclip.mammoclip.evaluate.metric;

/** Metrics of an operating point. */
public enum ThresholdMetric {
    SENSITIVITY,
    SPECIFICITY,
    PPV,
    NPV,
    ACCURACY,
    F1,
    MACRO_F1;

    /** The value, NaN if these counts do not define it. */
    public double of(Confusion confusion) {
        return switch (this) {
            case SENSITIVITY -> confusion.sensitivity();
            case SPECIFICITY -> confusion.specificity();
            case PPV -> confusion.ppv();
            case NPV -> confusion.npv();
            case ACCURACY -> confusion.accuracy();
            case F1 -> confusion.f1();
            case MACRO_F1 -> confusion.macroF1();
        };
    }
}
