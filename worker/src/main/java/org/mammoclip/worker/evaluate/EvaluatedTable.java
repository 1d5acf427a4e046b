package org.mammoclip.worker.evaluate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mammoclip.mammoclip.evaluate.EvaluationReport;
import org.mammoclip.mammoclip.evaluate.ReportJson;
import org.mammoclip.mammoclip.evaluate.page.CasePictures;
import org.mammoclip.mammoclip.evaluate.page.ReportPage;

/**
 * An evaluation and the pictures of its worst cases.
 *
 * @param report every number
 * @param pictures for the page
 */
public record EvaluatedTable(EvaluationReport report, CasePictures pictures) {
    /** Writes {@code evaluation.json} and {@code evaluation.html} into a folder, which is made if need be. */
    public void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("evaluation.json"), ReportJson.of(report));
        Files.writeString(folder.resolve("evaluation.html"), ReportPage.of(report, pictures), StandardCharsets.UTF_8);
    }
}
