package org.mammoclip.worker.score;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.Part10Writer;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.mammogram.DecisionCode;
import org.mammoclip.mammogram.InstanceHeader;
import org.mammoclip.mammogram.LeftOut;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.ReportingDevice;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.finding.Triage;
import org.mammoclip.mammogram.overlay.AttributionOverlay;
import org.mammoclip.mammogram.overlay.Background;
import org.mammoclip.mammogram.overlay.SentenceOverlay;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.mammogram.report.TriageReport;
import org.mammoclip.mammogram.select.Assembly;
import org.mammoclip.mammogram.select.Completeness;
import org.mammoclip.mammogram.select.DecidedInstance;
import org.mammoclip.mammogram.select.ImageSelector;
import org.mammoclip.mammogram.select.InstanceDecision;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.worker.config.OutputsConfig;

/**
 * Scores files without ledger and network. Every file gets scores or a reason; whole exams get reports and overlays as
 * files. Nothing that is written is named after anything read from an object. Not thread-safe.
 */
public final class OfflineScoring {
    /** More files than this in one call are refused: it is a mistake or needs the service. */
    public static final int MAX_FILES = 100_000;

    private static final int REVISION = 1;

    private final ExamScorer scorer;
    private final OutputsConfig outputs;
    private final SelectionRules rules;
    private final Path folder;
    private final Clock clock;
    private final List<OfflineObject> objects = new ArrayList<>();
    private final List<OfflineStudy> studies = new ArrayList<>();

    /** @param folder exists; receives the written objects */
    public OfflineScoring(ExamScorer scorer, OutputsConfig outputs, SelectionRules rules, Path folder, Clock clock) {
        this.scorer = scorer;
        this.outputs = outputs;
        this.rules = rules;
        this.folder = folder;
        this.clock = clock;
    }

    /** A readable instance. */
    private record Entry(Path file, InstanceHeader header, InstanceDecision decision) {
        String slot() {
            return decision.slot().map(Slot::label).orElse("");
        }
    }

    /** What became of each file, in the order of the files. */
    public List<OfflineObject> objects() {
        return List.copyOf(objects);
    }

    /** What became of each study, by UID. */
    public List<OfflineStudy> studies() {
        return List.copyOf(studies);
    }

    /**
     * The files below the paths, sorted.
     *
     * @throws IOException if a path does not exist, or there are more than {@link #MAX_FILES}
     */
    public static List<Path> filesBelow(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            try (Stream<Path> walk = Files.walk(path)) {
                walk.filter(Files::isRegularFile).sorted().limit(MAX_FILES + 1L).forEach(files::add);
            }
        }
        if (files.size() > MAX_FILES) {
            throw new IOException("more than " + MAX_FILES + " files");
        }
        return files;
    }

    /** Scores DICOM files. */
    public void scoreDicom(List<Path> files) throws IOException, InterruptedException {
        Map<Uid, List<Entry>> byStudy = new TreeMap<>();
        Map<Uid, Path> seen = new HashMap<>();
        for (Path file : files) {
            read(file, seen)
                    .ifPresent(entry -> byStudy.computeIfAbsent(
                                    entry.header().reference().studyInstanceUid(), uid -> new ArrayList<>())
                            .add(entry));
        }
        int number = 0;
        for (Map.Entry<Uid, List<Entry>> study : byStudy.entrySet()) {
            scoreStudy(++number, study.getKey(), study.getValue());
        }
    }

    /** Scores one PNG or JPEG of a mammogram; there is no exam and so no report. */
    public void scorePicture(Path file, Slot slot) throws IOException, InterruptedException {
        try {
            ImageAnswers answers = scorer.scorePicture(file);
            Map<Finding, Double> scores = scorer.scoresOf(answers.model());
            objects.add(new OfflineObject(file, Optional.empty(), "PICTURE", slot.label(), scores, answers, ""));
        } catch (ImagePreparation.NotUsableException e) {
            objects.add(new OfflineObject(file, Optional.empty(), "PICTURE", slot.label(), Map.of(), null, e.reason()));
        }
    }

    private Optional<Entry> read(Path file, Map<Uid, Path> seen) throws IOException {
        DataSet dataSet;
        try {
            dataSet = Part10Reader.readHeader(file, ReadLimits.DEFAULT).dataSet();
        } catch (DicomFormatException e) {
            boolean named =
                    String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".dcm");
            return leaveOut(file, named ? "UNREADABLE" : "NOT_DICOM", String.valueOf(e.getMessage()));
        }
        Optional<InstanceHeader> header = InstanceHeader.of(dataSet);
        if (header.isEmpty()) {
            return leaveOut(file, "MISSING_UID", "SOP class, SOP instance, series or study UID missing or no UID");
        }
        Path first = seen.putIfAbsent(header.get().reference().sopInstanceUid(), file);
        if (first != null) {
            boolean same = Files.mismatch(first, file) < 0;
            return leaveOut(
                    file,
                    same ? "DUPLICATE" : "CONFLICT",
                    same ? "the same object again" : "another object with the same SOP Instance UID");
        }
        return Optional.of(new Entry(file, header.get(), ImageSelector.decide(header.get(), rules)));
    }

    private Optional<Entry> leaveOut(Path file, String decision, String reason) {
        objects.add(new OfflineObject(file, Optional.empty(), decision, "", Map.of(), null, reason));
        return Optional.empty();
    }

    private void scoreStudy(int number, Uid uid, List<Entry> entries) throws IOException, InterruptedException {
        List<DecidedInstance> instances = entries.stream()
                .map(entry -> new DecidedInstance(entry.header(), entry.decision(), clock.instant()))
                .toList();
        Assembly assembly = Completeness.decideNow(instances, rules);
        if (assembly instanceof Assembly.Complete complete) {
            scoreExam(number, complete.study(), "COMPLETE", entries);
        } else if (assembly instanceof Assembly.Partial partial) {
            scoreExam(number, partial.study(), "PARTIAL", entries);
        } else if (assembly instanceof Assembly.Ineligible ineligible) {
            String decision = ineligible.reason().name();
            studies.add(new OfflineStudy(
                    uid,
                    decision,
                    ineligible.detail(),
                    Triage.Priority.NOT_ASSESSED.name(),
                    0,
                    List.of(),
                    null,
                    List.of()));
            switch (ineligible.reason()) {
                case MISSING_VIEWS -> scoreSingleImages(number, uid, entries, ineligible);
                default -> leaveOutAll(entries, ineligible);
            }
        }
    }

    private void scoreExam(int number, ScreeningStudy study, String decision, List<Entry> entries)
            throws IOException, InterruptedException {
        ScoredExam exam = scorer.score(study, mammogram -> fileOf(entries, mammogram));
        TriageReport report = report(study, exam);
        List<Path> written = new ArrayList<>();
        for (ResultObjects.Recipe recipe : new ResultObjects(outputs).of(report, exam)) {
            Optional<ResultObject> object = recipe.make();
            if (object.isPresent()) {
                written.add(write(number, report, object.get()));
            }
        }
        for (ImageOutcome.Scored image : report.scored()) {
            Optional<AttributionOverlay> overlay =
                    outputs.secondaryCapture() ? ResultObjects.overlay(report, image, exam) : Optional.empty();
            if (overlay.isPresent()) {
                written.add(writePreview(number, report.labelOf(image.mammogram()), overlay.get()));
            }
        }
        Triage triage = report.triage();
        String shortcoming = report.shortcoming();
        studies.add(new OfflineStudy(
                study.studyInstanceUid(),
                decision,
                shortcoming,
                triage.priority().name(),
                triage.score(),
                report.scores(),
                exam.density(),
                written));
        writeSentences(number, report, exam);
        record(entries, exam, study.leftOut());
    }

    private TriageReport report(ScreeningStudy study, ScoredExam exam) {
        return new TriageReport(
                study,
                REVISION,
                exam.outcomes(),
                scorer.model().rules(),
                scorer.model().identity(),
                ReportingDevice.node("offline"),
                OutputProfile.valueOf(outputs.profile().name()),
                outputs.disclaimer(),
                OffsetDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS),
                List.of());
    }

    /** The maps of the sentences that were asked, a picture each. */
    private void writeSentences(int number, TriageReport report, ScoredExam exam) throws IOException {
        for (ImageOutcome.Scored image : report.scored()) {
            Uid instance = image.mammogram().source().sopInstanceUid();
            Background background = exam.backgrounds().get(instance);
            ImageAnswers answers = exam.answers().get(instance);
            if (background != null && answers != null) {
                String label = report.labelOf(image.mammogram());
                int ordinal = 0;
                for (SourceAttribution map : answers.sentences()) {
                    Path file = folder.resolve("study-" + number + "-sentence-" + ++ordinal + "-" + label + ".png");
                    try (OutputStream out = Files.newOutputStream(file)) {
                        SentenceOverlay.render(report, map, background, AttributionOverlay.DEFAULT_LONGEST_SIDE)
                                .writePng(out);
                    }
                }
            }
        }
    }

    /** Candidates of a study that is no exam: their scores are worth knowing, but there is no result of the study. */
    private void scoreSingleImages(int number, Uid uid, List<Entry> entries, Assembly.Ineligible study)
            throws IOException, InterruptedException {
        List<Mammogram> candidates = entries.stream()
                .filter(entry -> entry.decision().isCandidate())
                .map(entry ->
                        new Mammogram(entry.header(), entry.decision().slot().orElseThrow(), false))
                .toList();
        if (candidates.isEmpty()) {
            leaveOutAll(entries, study);
            return;
        }
        ScreeningStudy images = new ScreeningStudy(uid, candidates, List.of());
        ScoredExam exam = scorer.score(images, mammogram -> fileOf(entries, mammogram));
        writeSentences(number, report(images, exam), exam);
        record(entries, exam, study.leftOut());
    }

    private void record(List<Entry> entries, ScoredExam exam, List<LeftOut> leftOut) {
        Map<Uid, ImageOutcome> scored = new HashMap<>();
        exam.outcomes()
                .forEach(outcome -> scored.put(outcome.mammogram().source().sopInstanceUid(), outcome));
        Map<Uid, LeftOut> left = new HashMap<>();
        leftOut.forEach(out -> left.put(out.source().sopInstanceUid(), out));
        for (Entry entry : entries) {
            Uid instance = entry.header().reference().sopInstanceUid();
            ImageOutcome outcome = scored.get(instance);
            LeftOut out = left.get(instance);
            if (outcome instanceof ImageOutcome.Scored image) {
                add(
                        entry,
                        entry.decision().code(),
                        image.scores(),
                        exam.answers().get(instance),
                        "");
            } else if (outcome instanceof ImageOutcome.Failed failed) {
                add(entry, entry.decision().code(), Map.of(), null, failed.reason());
            } else if (out != null) {
                add(entry, out.code(), Map.of(), null, out.reason());
            } else {
                add(
                        entry,
                        entry.decision().code(),
                        Map.of(),
                        null,
                        entry.decision().reason());
            }
        }
    }

    /** An image that would have been scored is not, because of its study; any other has a reason of its own. */
    private void leaveOutAll(List<Entry> entries, Assembly.Ineligible study) {
        for (Entry entry : entries) {
            String reason = entry.decision().isCandidate()
                    ? study.reason().name() + ": " + study.detail()
                    : entry.decision().reason();
            add(entry, entry.decision().code(), Map.of(), null, reason);
        }
    }

    private void add(
            Entry entry,
            DecisionCode code,
            Map<Finding, Double> scores,
            @Nullable ImageAnswers answers,
            String reason) {
        objects.add(new OfflineObject(
                entry.file(),
                Optional.of(entry.header().reference().studyInstanceUid()),
                code.name(),
                entry.slot(),
                scores,
                answers,
                reason));
    }

    private static Path fileOf(List<Entry> entries, Mammogram mammogram) {
        return entries.stream()
                .filter(entry -> entry.header().reference().equals(mammogram.source()))
                .map(Entry::file)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an image of the exam was not among the files"));
    }

    private Path write(int number, TriageReport report, ResultObject object) throws IOException {
        Mammogram source = object.source();
        String name = switch (object.kind()) {
            case MAMMOGRAPHY_CAD_SR -> "mammography-cad-sr";
            case TID1500_SR -> "tid1500-sr";
            case SECONDARY_CAPTURE -> "overlay-" + (source == null ? "" : report.labelOf(source));
        };
        Path file = folder.resolve("study-" + number + "-" + name + ".dcm");
        Files.deleteIfExists(file);
        Part10Writer.write(file, Part10File.of(object.dataSet(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        return file;
    }

    private Path writePreview(int number, String label, AttributionOverlay overlay) throws IOException {
        Path file = folder.resolve("study-" + number + "-overlay-" + label + ".png");
        try (OutputStream out = Files.newOutputStream(file)) {
            overlay.writePng(out);
        }
        return file;
    }
}
