/**
 * From an assembled exam to its result. {@link org.mammoclip.worker.score.ScoreStage} leases a revision;
 * {@link org.mammoclip.worker.score.ExamScorer} decodes and prepares its images on a bounded pool and has them scored by
 * the one {@link org.mammoclip.worker.score.Engine} thread; {@link org.mammoclip.worker.score.ResultObjects} makes the
 * reports and overlays; {@link org.mammoclip.worker.score.OutputWriter} makes them durable; the ledger takes everything in
 * one transaction. {@link org.mammoclip.worker.score.OfflineScoring} is the same path without ledger and network.
 */
@NullMarked
package org.mammoclip.worker.score;

import org.jspecify.annotations.NullMarked;
