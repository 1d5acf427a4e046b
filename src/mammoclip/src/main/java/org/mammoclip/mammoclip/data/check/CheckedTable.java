package org.mammoclip.mammoclip.data.check;

import java.util.List;

/**
 * A table, read leniently: what is sound, and what is wrong with the rest.
 *
 * @param name of the file
 * @param sha256 of the file; empty if it could not be read
 * @param labels that the table asks of an image
 * @param rows one per image and row; an image with several findings has several
 * @param reports one per breast with a text
 * @param rowsInFile all rows, bad ones too
 * @param badRows rows that are left out
 * @param problems the first of what is wrong with them, with lines
 * @param splitColumn whether it has one
 * @param foldColumn whether it has one
 */
public record CheckedTable(
        String name,
        String sha256,
        TableKind kind,
        List<String> labels,
        List<CheckedRow> rows,
        List<CheckedReport> reports,
        int rowsInFile,
        int badRows,
        List<String> problems,
        boolean splitColumn,
        boolean foldColumn) {
    public CheckedTable {
        labels = List.copyOf(labels);
        rows = List.copyOf(rows);
        reports = List.copyOf(reports);
        problems = List.copyOf(problems);
    }
}
