package org.mammoclip.dicom.dimse;

import java.time.Duration;

/** A running listener. Thread-safe. */
public interface DimseListener extends AutoCloseable {
    /** The bound TCP port; differs from the configured one when that was 0. */
    int port();

    /** Counters since start; for metrics. */
    Statistics statistics();

    /**
     * @param openAssociations associations established now
     * @param acceptedAssociations associations accepted
     * @param rejectedAssociations A-ASSOCIATE-RJ sent
     * @param abortedAssociations ended by abort, time-out or a broken connection
     * @param receivedInstances C-STORE requests answered with success or warning
     * @param refusedInstances C-STORE requests answered with a failure
     * @param receivedBytes data set bytes of answered C-STORE requests
     */
    record Statistics(
            int openAssociations,
            long acceptedAssociations,
            long rejectedAssociations,
            long abortedAssociations,
            long receivedInstances,
            long refusedInstances,
            long receivedBytes) {}

    /**
     * Stops accepting, lets associations finish their current message up to {@code grace}, then aborts what is left.
     */
    void stop(Duration grace);

    /** {@link #stop} without grace. */
    @Override
    void close();
}
