package org.mammoclip.worker.learn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mammoclip.mammoclip.data.PatientFolds;
import org.mammoclip.mammoclip.data.check.Issue;
import org.mammoclip.mammoclip.data.check.Problem;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.CsvText;
import org.mammoclip.mammoclip.evaluate.table.RowProblems;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.reports.ReportSections;
import org.mammoclip.mammoclip.reports.Side;
import org.mammoclip.mammoclip.reports.SideSentences;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.worker.evaluate.ImageFolder;
import org.mammoclip.worker.evaluate.Progress;

/**
 * A folder of DICOM studies and their reports as one table of images with reports, so that everything that reads such tables reads
 * these. Images are named by SOP Instance UID, patients by {@link PatientKeys}; of the report only findings and impression are
 * there.
 *
 * @param table one row an image
 * @param content the same as it is written
 * @param files of the images, by name
 * @param notes what a person should know: studies without a report, reports without a study, what was left out
 */
public record StudyTable(CsvTable table, byte[] content, Map<String, Path> files, List<Problem> notes) {
    /** Columns in the order of the published tables, and at the end the key of the study. */
    static final List<String> COLUMNS = List.of(
            "patient_id",
            "GENDER",
            "AGE",
            "BIRADS_CATEGORY",
            "BIRADS_numeric",
            "HISTORY",
            "FINDINGS",
            "IMPRESSION",
            "ASSESMENT",
            "RECOMENDATION",
            "CONCLUSION",
            "image_id",
            "fold",
            "view",
            "laterality",
            "img_size_row",
            "img_size_column",
            "study_id");

    /** What messages call a table that nobody has written. */
    public static final String NAME = "image_text.csv";

    public StudyTable {
        files = Map.copyOf(files);
        notes = List.copyOf(notes);
    }

    /**
     * Finds studies, reports, and what belongs together.
     *
     * @throws TableException if the reports cannot be used, with the lines, or no study has one
     * @throws IOException if a folder or file cannot be read
     */
    public static StudyTable read(StudySettings settings, Progress progress) throws IOException {
        ReportFile reports = ReportFile.read(CsvTable.read(settings.reports()), settings.skipBadRows());
        StudyFolder folder = StudyFolder.index(settings.folder(), settings.rules(), progress);
        return new Joining(settings, reports, folder).table();
    }

    /** The images as a folder of theirs. */
    public ImageFolder imageFolder(Path folder) {
        return ImageFolder.of(folder, files);
    }

    /** One joining of studies with reports. */
    private static final class Joining {
        private final StudySettings settings;
        private final ReportFile reports;
        private final StudyFolder folder;
        private final List<Found> rows = new ArrayList<>();
        private final Map<String, Path> files = new HashMap<>();
        private final List<String> withoutReport = new ArrayList<>();
        private long studiesWithoutReport;

        private record Found(
                String patient, FoundStudy study, FoundStudy.Image image, ReportSections text, String birads) {}

        Joining(StudySettings settings, ReportFile reports, StudyFolder folder) {
            this.settings = settings;
            this.reports = reports;
            this.folder = folder;
        }

        StudyTable table() throws IOException {
            folder.forEach(this::add);
            if (rows.isEmpty()) {
                throw new TableException(
                        "no screening study below " + settings.folder() + " has a report in "
                                + reports.table().name() + " (" + folder.studies() + " studies, "
                                + reports.table().rows().size() + " reports); are Accession Numbers or UIDs written"
                                + " alike?",
                        withoutReport);
            }
            Set<String> patients = new HashSet<>();
            rows.forEach(row -> patients.add(row.patient()));
            Map<String, Integer> folds = PatientFolds.deal(patients, settings.folds(), settings.seed());
            CsvText csv = new CsvText().line(COLUMNS);
            rows.forEach(row -> csv.line(cells(row, folds.getOrDefault(row.patient(), 0))));
            byte[] content = csv.bytes();
            return new StudyTable(CsvTable.of(NAME, content), content, files, notes());
        }

        private void add(FoundStudy study) {
            List<ReportFile.Report> found = reports.of(study, folder.isOnlyOne(study));
            boolean any = false;
            for (FoundStudy.Image image : study.images()) {
                Optional<ReportFile.Report> report = found.stream()
                        .filter(one -> one.side().isEmpty()
                                || one.side().get() == image.slot().laterality())
                        .findFirst();
                if (report.isPresent()) {
                    any = true;
                    rows.add(new Found(
                            settings.keys().of(study.patientId(), study.issuer()),
                            study,
                            image,
                            text(report.get().sections(), image.slot().laterality()),
                            report.get().birads()));
                    files.put(image.sopInstanceUid().value(), image.file());
                }
            }
            if (!any) {
                studiesWithoutReport++;
                if (withoutReport.size() < Problem.MAX_SHOWN) {
                    withoutReport.add("study " + study.uid().value());
                }
            }
        }

        private ReportSections text(ReportSections sections, Laterality laterality) {
            if (!settings.sentencesOfSide()) {
                return sections;
            }
            Side side = laterality == Laterality.LEFT ? Side.LEFT : Side.RIGHT;
            return new ReportSections(
                    "", SideSentences.of(sections.findings(), side), SideSentences.of(sections.impression(), side));
        }

        private static List<String> cells(Found row, int fold) {
            FoundStudy.Image image = row.image();
            return List.of(
                    row.patient(),
                    "",
                    row.study().age().isPresent()
                            ? String.valueOf(row.study().age().getAsInt())
                            : "",
                    "",
                    row.birads(),
                    "",
                    row.text().findings(),
                    row.text().impression(),
                    "",
                    "",
                    "",
                    image.sopInstanceUid().value(),
                    String.valueOf(fold),
                    image.slot().view().name(),
                    image.slot().laterality().code(),
                    String.valueOf(image.rows()),
                    String.valueOf(image.columns()),
                    row.study().uid().value());
        }

        private List<Problem> notes() {
            List<Problem> notes = new ArrayList<>();
            RowProblems bad = reports.problems();
            if (bad.total() > 0) {
                notes.add(new Problem(
                        Issue.BAD_ROWS,
                        bad.badRows(),
                        bad.badRows() + " of " + reports.table().rows().size() + " rows of "
                                + reports.table().name() + " have errors",
                        bad.shown()));
            }
            if (studiesWithoutReport > 0) {
                notes.add(new Problem(
                        Issue.STUDIES_WITHOUT_REPORT,
                        studiesWithoutReport,
                        studiesWithoutReport + " of " + folder.studies() + " studies",
                        withoutReport));
            }
            List<Long> unused = reports.unused();
            if (!unused.isEmpty()) {
                notes.add(new Problem(
                        Issue.REPORTS_WITHOUT_STUDY,
                        unused.size(),
                        unused.size() + " reports of " + reports.table().name(),
                        unused.stream()
                                .limit(Problem.MAX_SHOWN)
                                .map(line -> reports.table().name() + ":" + line)
                                .toList()));
            }
            Map<String, Integer> leftOut = folder.leftOut();
            if (!leftOut.isEmpty()) {
                int all = leftOut.values().stream().mapToInt(count -> count).sum();
                notes.add(new Problem(
                        Issue.OBJECTS_LEFT_OUT,
                        all,
                        all + " objects or studies are no screening images that one learns from",
                        leftOut.entrySet().stream()
                                .map(reason -> reason.getValue() + " times " + reason.getKey())
                                .toList()));
            }
            return notes;
        }
    }
}
