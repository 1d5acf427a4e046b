package org.mammoclip.mammogram.report;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.ModelIdentity;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.ReportingDevice;
import org.mammoclip.mammogram.ResultUids;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.ExamScore;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.FindingScore;
import org.mammoclip.mammogram.finding.Triage;

/**
 * Every fact that the outputs of one scoring state. Immutable; valid or absent.
 *
 * @param study the images that were to be scored, at least one
 * @param revision 1 for the first result of the study, then counting up
 * @param images what became of each image of the study, in the same order
 * @param rules which findings the model looks for, and how their scores become findings and a priority
 * @param model which model made the scores
 * @param device who writes the objects
 * @param profile what the outputs may show
 * @param disclaimer what every output says about its use, e.g. {@code Research use only - not for diagnosis}
 * @param analysedAt when the scores were made; persisted, so that a repeated encoding gives the same bytes
 * @param predecessors the structured reports of the previous revision
 */
public record TriageReport(
        ScreeningStudy study,
        int revision,
        List<ImageOutcome> images,
        DecisionRules rules,
        ModelIdentity model,
        ReportingDevice device,
        OutputProfile profile,
        String disclaimer,
        OffsetDateTime analysedAt,
        List<InstanceReference> predecessors) {
    private static final int MAX_DISCLAIMER = 64;

    /** @throws IllegalArgumentException naming the rule that is broken */
    public TriageReport {
        images = List.copyOf(images);
        predecessors = List.copyOf(predecessors);
        if (revision < 1) {
            throw new IllegalArgumentException("revisions count from 1");
        }
        if (!images.stream().map(ImageOutcome::mammogram).toList().equals(study.mammograms())) {
            throw new IllegalArgumentException("one outcome per image of the study, in the same order");
        }
        for (ImageOutcome image : images) {
            if (image instanceof ImageOutcome.Scored scored
                    && !scored.scores().keySet().equals(rules.thresholds().keySet())) {
                throw new IllegalArgumentException("a scored image has a score for every finding, and no other");
            }
        }
        if (disclaimer.isBlank()
                || disclaimer.length() > MAX_DISCLAIMER
                || disclaimer.chars().anyMatch(c -> c < ' ' || c == '\\')) {
            throw new IllegalArgumentException("the disclaimer has 1 to " + MAX_DISCLAIMER
                    + " characters without backslash or control characters");
        }
    }

    /** The findings that the model looks for, in output order, and where each begins to count. */
    public Map<Finding, Double> thresholds() {
        return rules.thresholds();
    }

    /** The score of every finding and side that has a scored image. */
    public List<FindingScore> scores() {
        List<FindingScore> scores = new ArrayList<>();
        for (Finding finding : thresholds().keySet()) {
            scores.addAll(scores(finding));
        }
        return scores;
    }

    private List<FindingScore> scores(Finding finding) {
        List<FindingScore> scores = new ArrayList<>();
        for (Laterality laterality : Laterality.values()) {
            List<Double> images =
                    scored(laterality).map(image -> image.score(finding)).toList();
            if (!images.isEmpty()) {
                double score = rules.aggregation().breast().of(images);
                scores.add(new FindingScore(finding, laterality, score, rules.threshold(finding)));
            }
        }
        return scores;
    }

    private Stream<ImageOutcome.Scored> scored(Laterality laterality) {
        return scored().stream().filter(image -> image.mammogram().slot().laterality() == laterality);
    }

    /** The score of every finding for the exam, in output order; empty if no image was scored. */
    public List<ExamScore> examScores() {
        if (scored().isEmpty()) {
            return List.of();
        }
        return thresholds().keySet().stream().map(this::examScore).toList();
    }

    private ExamScore examScore(Finding finding) {
        List<FindingScore> breasts = scores(finding);
        double score = rules.aggregation()
                .exam()
                .of(breasts.stream().map(FindingScore::score).toList());
        FindingScore breast = Collections.max(breasts, Comparator.comparingDouble(FindingScore::score));
        ImageOutcome.Scored image = scored(breast.laterality())
                .max(Comparator.comparingDouble(candidate -> candidate.score(finding)))
                .orElseThrow();
        return new ExamScore(score, breast, labelOf(image.mammogram()), image.score(finding));
    }

    /** Whether a finding is marked in an image: the breast and the image itself reach the threshold. */
    public boolean isPresent(Finding finding, ImageOutcome.Scored image) {
        Laterality laterality = image.mammogram().slot().laterality();
        return image.score(finding) >= rules.threshold(finding)
                && scores(finding).stream().anyMatch(score -> score.laterality() == laterality && score.present());
    }

    /**
     * The place in the reading list. An image that could not be scored never makes a study routine, and a triage device
     * assesses complete exams only (21 CFR 892.2080).
     */
    public Triage triage() {
        if (scored().isEmpty()) {
            return Triage.notAssessed("no image could be scored");
        }
        if (profile == OutputProfile.TRIAGE && !study.isComplete()) {
            return Triage.notAssessed("incomplete exam, missing " + missing());
        }
        Triage triage = rules.triage().judge(examScores());
        return allImagesScored() || triage.priority() == Triage.Priority.PRIORITISE
                ? triage
                : Triage.notAssessed(failures());
    }

    /** Whether every image was scored. */
    public boolean allImagesScored() {
        return scored().size() == images.size();
    }

    /** The images that were scored, in canonical order. */
    public List<ImageOutcome.Scored> scored() {
        return images.stream()
                .filter(ImageOutcome.Scored.class::isInstance)
                .map(ImageOutcome.Scored.class::cast)
                .toList();
    }

    /** What is missing of a complete result, in a sentence; empty if nothing is. */
    public String shortcoming() {
        List<String> sentences = new ArrayList<>();
        if (!study.isComplete()) {
            sentences.add("incomplete exam, missing " + missing());
        }
        if (!allImagesScored()) {
            sentences.add(failures());
        }
        return String.join("; ", sentences);
    }

    /**
     * What else a reader should know, in phrases without patient data; empty if nothing. Names images where the profile
     * allows.
     */
    public List<String> notes() {
        List<String> notes = new ArrayList<>(PreparationNotes.of(this));
        int leftOut = scored().stream()
                .mapToInt(image -> Marks.of(this, image).leftOut())
                .sum();
        if (leftOut > 0 && profile.marksLocations()) {
            notes.add(leftOut + " weaker boxes of the detector are not marked");
        }
        return notes;
    }

    private String missing() {
        return study.missing().stream().map(Slot::label).collect(Collectors.joining(" "));
    }

    private String failures() {
        return images.size() - scored().size() + " of " + images.size() + " images could not be scored";
    }

    /** The slot of an image, with a number when the slot has several: LCC, LCC-2. */
    public String labelOf(Mammogram mammogram) {
        List<Mammogram> same = study.mammograms().stream()
                .filter(other -> other.slot().equals(mammogram.slot()))
                .toList();
        int index = same.indexOf(mammogram);
        if (index < 0) {
            throw new IllegalArgumentException("an image of another study");
        }
        return mammogram.slot().label() + (index == 0 ? "" : "-" + (index + 1));
    }

    /** What is marked, in canonical image order, then by finding, then by strength; see {@link Marks} for the bounds. */
    public List<LocatedFinding> located() {
        return scored().stream().flatMap(image -> located(image).stream()).toList();
    }

    /** What is marked in an image, by finding, then by strength: at most 3 places of a finding and 16 in all. */
    public List<LocatedFinding> located(ImageOutcome.Scored image) {
        return Marks.of(this, image).located();
    }

    /** The finding with the highest aligned score in an image, among those that have a map or a marked place. */
    public Optional<Finding> leading(ImageOutcome.Scored image) {
        Set<Finding> shown = new HashSet<>();
        image.attributions().forEach(attribution -> shown.add(attribution.finding()));
        located(image).forEach(mark -> shown.add(mark.finding()));
        return thresholds().keySet().stream()
                .filter(shown::contains)
                .max(Comparator.comparingDouble(finding -> aligned(finding, image)));
    }

    /** The score of a finding in an image, on the scale on which every threshold is 0.5. */
    double aligned(Finding finding, ImageOutcome.Scored image) {
        Laterality laterality = image.mammogram().slot().laterality();
        return new FindingScore(finding, laterality, image.score(finding), rules.threshold(finding)).aligned();
    }

    /** The UIDs of the objects that state this report. */
    public ResultUids uids() {
        return ResultUids.of(study, revision, model, profile);
    }
}
