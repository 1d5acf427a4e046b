/**
 * Tables of labels and predictions: CSV files in the layouts of VinDr-Mammo, RSNA and image-text data, and predictions of any other
 * program. Every problem is a line and a column, all at once. Start at {@link org.mammoclip.mammoclip.evaluate.table.CsvTable}.
 */
@NullMarked
package org.mammoclip.mammoclip.evaluate.table;

import org.jspecify.annotations.NullMarked;
