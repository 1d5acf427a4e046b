package org.mammoclip.worker.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.LabelledRow;
import org.mammoclip.mammoclip.evaluate.table.LabelledTable;
import org.mammoclip.mammoclip.evaluate.table.RowProblems;
import org.mammoclip.mammoclip.evaluate.table.RsnaTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.evaluate.table.VinDrTable;

/**
 * The rows of a labelled data set and the files of their images.
 *
 * @param table as read
 * @param rows those whose image was found
 * @param files each image once, in the order of the table
 * @param missing rows without a file that were left out, as asked
 */
record DatasetRows(LabelledTable table, List<LabelledRow> rows, Map<ImageKey, Path> files, int missing) {
    static LabelledTable labels(CsvTable table, TableFormat format, boolean skipBadRows) throws TableException {
        return format == TableFormat.VINDR ? VinDrTable.read(table, skipBadRows) : RsnaTable.read(table, skipBadRows);
    }

    /** @throws TableException naming the rows whose image is not in the folder, unless they may be skipped */
    static DatasetRows of(LabelledTable table, ImageFolder folder, boolean skipBadRows) throws TableException {
        RowProblems problems = new RowProblems();
        Map<ImageKey, Path> files = new LinkedHashMap<>();
        Set<Path> taken = new HashSet<>();
        List<LabelledRow> rows = new ArrayList<>();
        for (LabelledRow row : table.rows()) {
            ImageKey key = keyOf(row);
            try {
                if (!files.containsKey(key)) {
                    Path file = folder.find(key);
                    if (!taken.add(file)) {
                        throw new IOException("'" + file.getFileName() + "' is the image of another patient already;"
                                + " put images of equal names into folders named after their patients");
                    }
                    files.put(key, file);
                }
                rows.add(row);
            } catch (IOException e) {
                problems.add(table.name(), row.line(), String.valueOf(e.getMessage()));
            }
        }
        if (!skipBadRows) {
            problems.requireNone();
        }
        if (rows.isEmpty()) {
            throw new TableException(table.name() + ": no row with an image is left", problems.shown());
        }
        return new DatasetRows(table, rows, files, problems.badRows());
    }

    static ImageKey keyOf(LabelledRow row) {
        return new ImageKey(row.patient(), row.image());
    }

    void requireOtherPatients(DatasetRows validation) throws TableException {
        Set<String> patients = new HashSet<>();
        rows.forEach(row -> patients.add(row.patient()));
        Leakage.refuse(validation.rows().stream()
                .map(LabelledRow::patient)
                .filter(patients::contains)
                .distinct()
                .count());
    }
}
