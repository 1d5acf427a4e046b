package org.mammoclip.worker.operate;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.DimseListener.Statistics;

/** The listener's counters as metrics: what a peer was told before any object came. */
public final class DimseMetrics {
    private DimseMetrics() {}

    /** Binds the counters for as long as the listener lives. */
    public static void bind(DimseListener listener, MeterRegistry metrics) {
        Gauge.builder(
                        "mammoclip.dimse.associations.open",
                        listener,
                        l -> l.statistics().openAssociations())
                .description("associations established now")
                .register(metrics);
        associations(listener, metrics, "accepted", Statistics::acceptedAssociations);
        associations(listener, metrics, "rejected", Statistics::rejectedAssociations);
        associations(listener, metrics, "aborted", Statistics::abortedAssociations);
        instances(listener, metrics, "received", Statistics::receivedInstances);
        instances(listener, metrics, "refused", Statistics::refusedInstances);
        FunctionCounter.builder(
                        "mammoclip.dimse.bytes", listener, l -> l.statistics().receivedBytes())
                .description("data set bytes of answered C-STORE requests")
                .baseUnit("bytes")
                .register(metrics);
    }

    private static void associations(
            DimseListener listener, MeterRegistry metrics, String outcome, ToDoubleFunction<Statistics> count) {
        FunctionCounter.builder("mammoclip.dimse.associations", listener, l -> count.applyAsDouble(l.statistics()))
                .description("associations requested, by what became of them")
                .tag("outcome", outcome)
                .register(metrics);
    }

    private static void instances(
            DimseListener listener, MeterRegistry metrics, String outcome, ToDoubleFunction<Statistics> count) {
        FunctionCounter.builder("mammoclip.dimse.instances", listener, l -> count.applyAsDouble(l.statistics()))
                .description("C-STORE requests answered")
                .tag("outcome", outcome)
                .register(metrics);
    }
}
