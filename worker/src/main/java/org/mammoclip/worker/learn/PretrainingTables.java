package org.mammoclip.worker.learn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.data.SentenceRule;
import org.mammoclip.mammoclip.data.SplitRule;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.reports.BackTranslation;
import org.mammoclip.mammoclip.reports.ImageRule;
import org.mammoclip.mammoclip.reports.NoFindingSentences;
import org.mammoclip.mammoclip.reports.Vocabulary;
import org.mammoclip.worker.evaluate.ImageFolder;

/**
 * What pre-training learns from, and how samples are drawn from it.
 *
 * @param reports tables of images with reports
 * @param labels tables of images with labels
 * @param backTranslation for reports whose table has no other words
 * @param augmentation of training images; empty for none
 * @param spelling of reports made from labels
 * @param noFinding what those say of a breast without findings
 * @param skipBadRows leave bad rows out instead of refusing the table
 */
public record PretrainingTables(
        List<Source> reports,
        List<Source> labels,
        SplitRule splits,
        BackTranslation backTranslation,
        Optional<Augmentation> augmentation,
        ImageRule imageRule,
        SentenceRule sentences,
        Vocabulary spelling,
        NoFindingSentences noFinding,
        boolean skipBadRows) {
    /**
     * A table and the folder of its images.
     *
     * @param studies the table and its images, if they were found in a folder of DICOM studies
     */
    public record Source(Path table, Path images, Optional<StudyTable> studies) {
        public Source(Path table, Path images) {
            this(table, images, Optional.empty());
        }

        public static Source of(StudyTable studies, Path folder) {
            return new Source(Path.of(StudyTable.NAME), folder, Optional.of(studies));
        }

        CsvTable read() throws IOException {
            return studies.isPresent() ? studies.get().table() : CsvTable.read(table);
        }

        ImageFolder folder() throws IOException {
            return studies.isPresent() ? studies.get().imageFolder(images) : ImageFolder.of(images);
        }
    }

    public PretrainingTables {
        reports = List.copyOf(reports);
        labels = List.copyOf(labels);
        if (reports.isEmpty() && labels.isEmpty()) {
            throw new IllegalArgumentException("no table to learn from");
        }
    }

    /** All tables, those with reports first. */
    List<Source> all() {
        return Stream.concat(reports.stream(), labels.stream()).toList();
    }

    /** Everything but the tables, in words that stay the same. */
    String drawing() {
        return "augmentation " + augmentation.map(Augmentation::toString).orElse("none") + ", images " + imageRule
                + ", sentences " + sentences + ", spelling " + spelling + ", no finding " + noFinding;
    }
}
