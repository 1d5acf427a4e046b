package org.mammoclip.worker.evaluate;

import java.nio.file.Path;
import java.util.Optional;
import org.mammoclip.mammoclip.ModelOptions;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;

/**
 * A data set to be scored and evaluated.
 *
 * @param format VinDr, RSNA or image-text
 * @param test rows to evaluate
 * @param validation rows to choose thresholds on
 * @param images folder of the images
 * @param checkpoint as in {@code mammoclip score}
 * @param options device and findings
 * @param cancerFinding the finding whose score is compared with RSNA's cancer label; empty: malignancy, cancer, or the only one
 * @param preparePictures crop and resize pictures too
 * @param cache file of scores that are kept
 */
public record DatasetRequest(
        TableFormat format,
        CsvTable test,
        Optional<CsvTable> validation,
        Path images,
        String checkpoint,
        ModelOptions options,
        Optional<String> cancerFinding,
        boolean preparePictures,
        Optional<Path> cache) {}
