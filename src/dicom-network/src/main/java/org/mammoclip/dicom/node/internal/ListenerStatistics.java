package org.mammoclip.dicom.node.internal;

import java.util.concurrent.atomic.LongAdder;
import org.mammoclip.dicom.dimse.DimseListener;

/** The counters of a listener. Thread-safe. */
final class ListenerStatistics {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder aborted = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    void countAccepted() {
        accepted.increment();
    }

    void countRejected() {
        rejected.increment();
    }

    void countAborted() {
        aborted.increment();
    }

    /** A C-STORE request was answered. */
    void countInstance(boolean stored, long dataSetBytes) {
        (stored ? received : refused).increment();
        bytes.add(dataSetBytes);
    }

    DimseListener.Statistics snapshot(int openAssociations) {
        return new DimseListener.Statistics(
                openAssociations,
                accepted.sum(),
                rejected.sum(),
                aborted.sum(),
                received.sum(),
                refused.sum(),
                bytes.sum());
    }
}
