package org.mammoclip.mammogram.report;

import java.time.OffsetDateTime;
import java.util.List;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.ModelIdentity;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.ReportingDevice;
import org.mammoclip.mammogram.ResultUids;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.finding.FindingScore;
import org.mammoclip.mammogram.finding.Triage;

/**
 * Every fact that the outputs of one scoring state. Immutable; valid or absent.
 *
 * @param study the images that were to be scored, at least one
 * @param revision 0 for the first result of the study, then counting up
 * @param images one result per image of the study, in the same order
 * @param scores per finding and side, over the images that could be scored; empty if none could
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
        List<ImageResult> images,
        List<FindingScore> scores,
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
        scores = List.copyOf(scores);
        predecessors = List.copyOf(predecessors);
        if (revision < 0) {
            throw new IllegalArgumentException("revisions count from 0");
        }
        if (!images.stream().map(ImageResult::mammogram).toList().equals(study.mammograms())) {
            throw new IllegalArgumentException("one result per image of the study, in the same order");
        }
        if (scores.isEmpty() == images.stream().anyMatch(ImageResult.Scored.class::isInstance)) {
            throw new IllegalArgumentException("scores exist if and only if an image was scored");
        }
        if (disclaimer.isBlank() || disclaimer.length() > MAX_DISCLAIMER) {
            throw new IllegalArgumentException("the disclaimer has 1 to " + MAX_DISCLAIMER + " characters");
        }
    }

    /** The place in the reading list. */
    public Triage triage() {
        return Triage.of(scores);
    }

    /** Whether every image was scored. */
    public boolean allImagesScored() {
        return images.stream().allMatch(ImageResult.Scored.class::isInstance);
    }

    /** The UIDs of the objects that state this report. */
    public ResultUids uids() {
        return ResultUids.of(study, revision, model, profile);
    }
}
