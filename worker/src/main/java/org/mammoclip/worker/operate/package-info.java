/**
 * What operators see: the HTTP port with health, metrics and API ({@link org.mammoclip.worker.operate.OperationsServer}),
 * the JSON documents, the story of a study in words ({@link org.mammoclip.worker.operate.Explanation}) and the gauges of
 * the queues. Reads the ledger only; the one thing it changes is a replay that somebody asked for.
 */
@NullMarked
package org.mammoclip.worker.operate;

import org.jspecify.annotations.NullMarked;
