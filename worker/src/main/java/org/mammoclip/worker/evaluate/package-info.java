/**
 * Evaluation of data sets and of tables of predictions, from files to a report; offline, without ledger and network. {@link
 * org.mammoclip.worker.evaluate.PredictionEvaluation} needs no model; {@link org.mammoclip.worker.evaluate.DatasetEvaluation} scores
 * the images of a table with {@link org.mammoclip.worker.evaluate.DatasetScoring}.
 */
@NullMarked
package org.mammoclip.worker.evaluate;

import org.jspecify.annotations.NullMarked;
