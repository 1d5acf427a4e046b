package org.mammoclip.worker.score;

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
public final class ResultObjects {
    private final OutputsConfig outputs;

    public ResultObjects(OutputsConfig outputs) {
        this.outputs = outputs;
    }

    /** Takes each object as it is made, so that only one overlay is held at a time. */
    @FunctionalInterface
    interface Sink<E extends Exception> {
        void accept(ResultObject object) throws E;
    }

    /** Makes all objects of a report. */
    <E extends Exception> void make(TriageReport report, ScoredExam exam, Sink<E> sink) throws E {
        if (outputs.secondaryCapture()) {
            for (ImageOutcome.Scored image : report.scored()) {
                Optional<AttributionOverlay> overlay = overlay(report, image, exam);
                if (overlay.isPresent()) {
                    sink.accept(new ResultObject(
                            OutputKind.SECONDARY_CAPTURE,
                            image.mammogram(),
                            overlay.get().encode()));
                }
            }
        }
        for (OutputsConfig.ReportKind kind : outputs.structuredReports()) {
            sink.accept(
                    switch (kind) {
                        case MAMMOGRAPHY_CAD ->
                            new ResultObject(OutputKind.MAMMOGRAPHY_CAD_SR, null, MammographyCadSr.encode(report));
                        case TID1500 -> new ResultObject(OutputKind.TID1500_SR, null, Tid1500Report.encode(report));
                    });
        }
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
