package org.mammoclip.worker.evaluate;

import java.util.Locale;
import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.ImageTextTable;
import org.mammoclip.mammoclip.evaluate.table.RowRange;
import org.mammoclip.mammoclip.evaluate.table.RsnaTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.evaluate.table.VinDrTable;

/** What a table holds. */
public enum TableFormat {
    /** Predictions and truth. */
    PREDICTIONS,
    /** VinDr-Mammo findings. */
    VINDR,
    /** RSNA screening. */
    RSNA,
    /** Images and reports. */
    IMAGE_TEXT;

    /** Recognises a data set by its columns. @throws TableException if it is none of those this version reads */
    public static TableFormat ofDataset(CsvTable table) throws TableException {
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
                + ":1: the columns are those of no data set this version reads (VinDr: finding_categories and"
                + " breast_density; RSNA: patient_id, image_id, laterality and cancer; reports: image_id, FINDINGS and"
                + " IMPRESSION, or image and text)");
    }

    /** The rows that the reference tests on, if the table says which. */
    public Optional<RowRange> testRows(CsvTable table) {
        return switch (this) {
            case VINDR -> table.has("split") ? Optional.of(new RowRange("split", "test")) : Optional.empty();
            case RSNA, IMAGE_TEXT -> table.has("fold") ? Optional.of(new RowRange("fold", "0")) : Optional.empty();
            case PREDICTIONS -> Optional.empty();
        };
    }

    /** As in options and results. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
