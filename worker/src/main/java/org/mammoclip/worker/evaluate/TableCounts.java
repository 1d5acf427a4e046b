package org.mammoclip.worker.evaluate;

import java.io.PrintWriter;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.ImageTextTable;
import org.mammoclip.mammoclip.evaluate.table.LabelledTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;

/** How much a data set holds, to be compared with what its authors published. */
public final class TableCounts {
    private TableCounts() {}

    /** @throws TableException if the table cannot be used as it is */
    public static void print(PrintWriter out, CsvTable table, TableFormat format, boolean skipBadRows)
            throws TableException {
        out.println("format   " + format.key());
        if (format == TableFormat.IMAGE_TEXT) {
            ImageTextTable reports = ImageTextTable.read(table, skipBadRows);
            out.println("images   " + reports.pairs().size());
            out.println("texts    "
                    + reports.pairs().stream()
                            .map(ImageTextTable.Pair::text)
                            .distinct()
                            .count());
            out.println("skipped  " + reports.skippedRows());
            return;
        }
        LabelledTable labels = DatasetRows.labels(table, format, skipBadRows);
        LabelledTable.Counts counts = labels.counts();
        out.println("rows     " + counts.rows());
        out.println("images   " + counts.images());
        out.println("patients " + counts.patients());
        out.println("boxes    " + counts.rowsWithBox() + " rows");
        out.println("skipped  " + labels.skippedRows());
        counts.positiveRows()
                .forEach((label, rows) -> out.println("label    " + label + ": " + rows + " rows, "
                        + counts.positiveImages().get(label) + " images"));
        out.println("density  A " + counts.densityRows().get(0) + ", B "
                + counts.densityRows().get(1) + ", C " + counts.densityRows().get(2) + ", D "
                + counts.densityRows().get(3) + " rows");
        out.flush();
    }
}
