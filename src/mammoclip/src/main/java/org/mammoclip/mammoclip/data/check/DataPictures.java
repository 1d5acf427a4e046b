package org.mammoclip.mammoclip.data.check;

import java.util.List;
import org.mammoclip.mammoclip.evaluate.page.PngBytes;

/**
 * Small pictures for the page, a few rows of each kind.
 *
 * @param exams a sample, a row per exam
 * @param doubtful images with a problem, a row per issue
 * @param duplicates same pictures side by side, a row per group
 */
public record DataPictures(List<Row> exams, List<Row> doubtful, List<Row> duplicates) {
    /** None were asked for. */
    public static final DataPictures NONE = new DataPictures(List.of(), List.of(), List.of());

    public DataPictures {
        exams = List.copyOf(exams);
        doubtful = List.copyOf(doubtful);
        duplicates = List.copyOf(duplicates);
    }

    /** Pictures that belong together. */
    public record Row(String title, List<Shot> shots) {
        public Row {
            shots = List.copyOf(shots);
        }
    }

    /** One picture and what is below it. */
    public record Shot(PngBytes png, String caption) {}
}
