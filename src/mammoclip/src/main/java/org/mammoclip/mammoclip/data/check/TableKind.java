package org.mammoclip.mammoclip.data.check;

import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.ImageTextTable;
import org.mammoclip.mammoclip.evaluate.table.RsnaTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.evaluate.table.VinDrTable;

/** The tables one can learn from. */
public enum TableKind {
    IMAGE_TEXT("images and reports"),
    VINDR("VinDr-Mammo findings"),
    RSNA("RSNA screening"),
    /** Not read as far as this; its problems say why. */
    UNKNOWN("not readable");

    private final String words;

    TableKind(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** By its columns. @throws TableException if they are those of no such table */
    static TableKind of(CsvTable table) throws TableException {
        if (VinDrTable.fits(table)) {
            return VINDR;
        }
        if (ImageTextTable.fits(table)) {
            return IMAGE_TEXT;
        }
        if (RsnaTable.fits(table)) {
            return RSNA;
        }
        throw new TableException(table.name()
                + ":1: the columns are those of no table one can learn from (reports: image_id, FINDINGS and IMPRESSION,"
                + " or image and text; VinDr: finding_categories and breast_density; RSNA: patient_id, image_id,"
                + " laterality and cancer)");
    }
}
