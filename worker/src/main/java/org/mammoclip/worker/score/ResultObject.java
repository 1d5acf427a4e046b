package org.mammoclip.worker.score;

import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.schema.ledger.OutputKind;

/**
 * One DICOM object of a result, before it is written.
 *
 * @param source the image it shows; null: the whole study
 */
record ResultObject(OutputKind kind, @Nullable Mammogram source, DataSet dataSet) {}
