package org.mammoclip.worker.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mammoclip.mammogram.overlay.AttributionOverlay;
import org.mammoclip.mammogram.overlay.Background;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.mammogram.report.MammographyCadSr;
import org.mammoclip.mammogram.report.Tid1500Report;
import org.mammoclip.mammogram.report.TriageReport;
import org.mammoclip.schema.ledger.OutputKind;
import org.mammoclip.worker.config.OutputsConfig;

/** Makes the DICOM objects that the configuration asks for, in the order in which they are sent. Thread-safe. */
final class ResultObjects {
    private final OutputsConfig outputs;

    public ResultObjects(OutputsConfig outputs) {
        this.outputs = outputs;
    }

    /** Makes one object; empty if there is nothing to show. */
    @FunctionalInterface
    interface Recipe {
        Optional<ResultObject> make();
    }

    /** How to make each object of a report, in sending order; independent of one another, each on any thread. */
    List<Recipe> of(TriageReport report, ScoredExam exam) {
        List<Recipe> recipes = new ArrayList<>();
        if (outputs.secondaryCapture()) {
            for (ImageOutcome.Scored image : report.scored()) {
                recipes.add(() -> overlay(report, image, exam)
                        .map(overlay ->
                                new ResultObject(OutputKind.SECONDARY_CAPTURE, image.mammogram(), overlay.encode())));
            }
        }
        for (OutputsConfig.ReportKind kind : outputs.structuredReports()) {
            recipes.add(
                    switch (kind) {
                        case MAMMOGRAPHY_CAD ->
                            () -> Optional.of(new ResultObject(
                                    OutputKind.MAMMOGRAPHY_CAD_SR, null, MammographyCadSr.encode(report)));
                        case TID1500 ->
                            () -> Optional.of(
                                    new ResultObject(OutputKind.TID1500_SR, null, Tid1500Report.encode(report)));
                    });
        }
        return recipes;
    }

    /** The map of the finding that stands out most in the image; empty if no map can be laid over it. */
    static Optional<AttributionOverlay> overlay(TriageReport report, ImageOutcome.Scored image, ScoredExam exam) {
        Background background =
                exam.backgrounds().get(image.mammogram().source().sopInstanceUid());
        if (background == null || !report.profile().marksLocations()) {
            return Optional.empty();
        }
        return AttributionOverlay.render(report, image, background, AttributionOverlay.DEFAULT_LONGEST_SIDE);
    }
}
