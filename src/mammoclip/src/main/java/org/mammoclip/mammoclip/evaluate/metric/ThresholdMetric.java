package org.mammoclip.mammoclip.evaluate.metric;

import java.util.function.ToDoubleFunction;

/** Metrics of an operating point. */
public enum ThresholdMetric {
    SENSITIVITY(Confusion::sensitivity),
    SPECIFICITY(Confusion::specificity),
    PPV(Confusion::ppv),
    NPV(Confusion::npv),
    ACCURACY(Confusion::accuracy),
    F1(Confusion::f1),
    MACRO_F1(Confusion::macroF1);

    private final ToDoubleFunction<Confusion> value;

    ThresholdMetric(ToDoubleFunction<Confusion> value) {
        this.value = value;
    }

    public double of(Confusion confusion) {
        return value.applyAsDouble(confusion);
    }
}
