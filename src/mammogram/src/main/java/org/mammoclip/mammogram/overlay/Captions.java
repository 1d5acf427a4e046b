package org.mammoclip.mammogram.overlay;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mammoclip.mammogram.ModelIdentity;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.mammogram.report.ResultHeader;
import org.mammoclip.mammogram.report.TriageReport;

/**
 * The burned-in text. No patient identity: it could not be removed again.
 *
 * @param use what the picture must not be used for
 * @param result side, view, finding and score
 * @param remarks what else a reader must know
 * @param legend what the colours mean
 * @param maker which model
 * @param versions of everything that made the scores, two lines
 */
record Captions(String use, String result, List<String> remarks, String legend, String maker, List<String> versions) {
    /** Distance of lines, in heights of capitals. */
    static final double LEADING = 1.9;

    /** Height of the legend, in heights of capitals. */
    static final double LEGEND_HEIGHT = 2 + 3 * LEADING + 0.6;

    static Captions of(TriageReport report, ImageOutcome.Scored image, Finding finding) {
        ModelIdentity model = report.model();
        double threshold = report.rules().threshold(finding);
        double score = image.score(finding);
        String result = String.format(
                Locale.ROOT,
                "%s   %s   score %.3f, threshold %.3f: %s",
                report.labelOf(image.mammogram()),
                finding.title(),
                score,
                threshold,
                score >= threshold ? "above" : "below");
        List<String> remarks = Stream.of(report.disclaimer(), model.notice())
                .filter(remark -> !remark.isEmpty())
                .map(ResultHeader::sentence)
                .toList();
        return new Captions(
                "AI " + report.profile() + " - NOT FOR DIAGNOSTIC USE",
                result,
                remarks,
                "Attribution",
                "Model " + model.label(),
                List.of(
                        "weights " + model.checkpointSha256().substring(0, 16) + "   code " + model.codeVersion(),
                        "preprocessing " + model.preprocessingVersion() + "   thresholds "
                                + model.thresholdsVersion()));
    }

    /** Height of the banner, in heights of capitals. */
    double bannerHeight() {
        return 2 + (1 + remarks.size()) * LEADING + 1;
    }

    /** The height of capitals at which the result still fits a width. */
    double capHeightToFit(double width) {
        return width / Math.max(StrokeFont.width(use, 1), StrokeFont.width(result, 1));
    }
}
