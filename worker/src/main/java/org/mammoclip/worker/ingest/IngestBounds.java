package org.mammoclip.worker.ingest;

import java.time.Duration;

/**
 * What one instance may cost, and when its study is looked at.
 *
 * @param maxDataSetBytes longest data set of one object
 * @param firstLook how long after an instance its study is first looked at, unless another one arrives
 */
public record IngestBounds(long maxDataSetBytes, Duration firstLook) {}
