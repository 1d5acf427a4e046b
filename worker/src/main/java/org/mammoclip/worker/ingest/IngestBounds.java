package org.mammoclip.worker.ingest;

import java.time.Duration;

/**
 * @param maxDataSetBytes longest data set of one object
 * @param firstLook how long after an instance its study is looked at, unless another one arrives: the grace of a
 *     complete exam
 */
public record IngestBounds(long maxDataSetBytes, Duration firstLook) {}
