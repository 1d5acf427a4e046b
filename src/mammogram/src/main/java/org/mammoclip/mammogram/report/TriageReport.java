package org.mammoclip.mammogram.report;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.ModelIdentity;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.ReportingDevice;
import org.mammoclip.mammogram.ResultUids;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.FindingScore;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.finding.SourceRegion;
import org.mammoclip.mammogram.finding.Triage;

/**
 * Every fact that the outputs of one scoring state. Immutable; valid or absent.
 *
 * @param study the images that were to be scored, at least one
 * @param revision 1 for the first result of the study, then counting up
 * @param images what became of each image of the study, in the same order
 * @param thresholds the findings that the model looks for and where each begins to count, in (0, 1)
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
        Map<Finding, Double> thresholds,
        ModelIdentity model,
        ReportingDevice device,
        OutputProfile profile,
        String disclaimer,
        OffsetDateTime analysedAt,
        List<InstanceReference> predecessors) {
    private static final int MAX_DISCLAIMER = 64;
    private static final int MAX_REGIONS = 2;

    /** @throws IllegalArgumentException naming the rule that is broken */
    public TriageReport {
        images = List.copyOf(images);
        predecessors = List.copyOf(predecessors);
        if (thresholds.isEmpty() || !thresholds.values().stream().allMatch(value -> value > 0 && value < 1)) {
            throw new IllegalArgumentException("at least one finding; thresholds lie in (0, 1)");
        }
        thresholds = Collections.unmodifiableMap(new EnumMap<>(thresholds));
        if (revision < 1) {
            throw new IllegalArgumentException("revisions count from 1");
        }
        if (!images.stream().map(ImageOutcome::mammogram).toList().equals(study.mammograms())) {
            throw new IllegalArgumentException("one outcome per image of the study, in the same order");
        }
        for (ImageOutcome image : images) {
            if (image instanceof ImageOutcome.Scored scored
                    && !scored.scores().keySet().equals(thresholds.keySet())) {
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

    /** The score of every finding and side: the maximum over the images of that side that were scored. */
    public List<FindingScore> scores() {
        List<FindingScore> scores = new ArrayList<>();
        thresholds.forEach((finding, threshold) -> {
            for (Laterality laterality : Laterality.values()) {
                OptionalDouble score = scored().stream()
                        .filter(image -> image.mammogram().slot().laterality() == laterality)
                        .mapToDouble(image -> image.score(finding))
                        .max();
                score.ifPresent(value -> scores.add(new FindingScore(finding, laterality, value, threshold)));
            }
        });
        return scores;
    }

    /**
     * The place in the reading list. An image that could not be scored never makes a study routine, and a triage device
     * assesses complete exams only (21 CFR 892.2080).
     */
    public Triage triage() {
        List<FindingScore> scores = scores();
        if (scores.isEmpty()) {
            return Triage.notAssessed("no image could be scored");
        }
        if (profile == OutputProfile.TRIAGE && !study.isComplete()) {
            return Triage.notAssessed("incomplete exam, missing " + missing());
        }
        Triage triage = Triage.of(scores);
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

    /** The findings at or above their threshold that have a place, in canonical image order, then by finding. */
    public List<LocatedFinding> located() {
        List<LocatedFinding> located = new ArrayList<>();
        for (ImageOutcome.Scored image : scored()) {
            for (Map.Entry<Finding, Double> threshold : thresholds.entrySet()) {
                Finding finding = threshold.getKey();
                if (image.score(finding) >= threshold.getValue()) {
                    image.attributions().stream()
                            .filter(attribution -> attribution.finding() == finding)
                            .forEach(attribution -> located.addAll(locate(image, attribution)));
                }
            }
        }
        return located;
    }

    /** The map of the finding with the highest aligned score in an image, among those that have a map. */
    public Optional<SourceAttribution> leading(ImageOutcome.Scored image) {
        return image.attributions().stream()
                .max(Comparator.comparingDouble(attribution -> aligned(image, attribution.finding())));
    }

    private double aligned(ImageOutcome.Scored image, Finding finding) {
        double threshold = Objects.requireNonNull(thresholds.get(finding));
        return new FindingScore(finding, image.mammogram().slot().laterality(), image.score(finding), threshold)
                .aligned();
    }

    private List<LocatedFinding> locate(ImageOutcome.Scored image, SourceAttribution attribution) {
        List<LocatedFinding> located = new ArrayList<>();
        for (SourceRegion region : attribution.regions(MAX_REGIONS)) {
            int ordinal = located.size() + 1;
            Finding finding = attribution.finding();
            String label = finding.title() + " " + ordinal + " " + labelOf(image.mammogram());
            located.add(new LocatedFinding(finding, image.mammogram(), image.score(finding), region, ordinal, label));
        }
        return located;
    }

    /** The UIDs of the objects that state this report. */
    public ResultUids uids() {
        return ResultUids.of(study, revision, model, profile);
    }
}
