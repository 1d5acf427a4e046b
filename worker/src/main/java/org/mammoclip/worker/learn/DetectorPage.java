package org.mammoclip.worker.learn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.evaluate.metric.FrocCurve;
import org.mammoclip.mammoclip.evaluate.page.Axis;
import org.mammoclip.mammoclip.evaluate.page.Chart;
import org.mammoclip.mammoclip.evaluate.page.Html;
import org.mammoclip.mammoclip.evaluate.page.Numbers;
import org.mammoclip.mammoclip.evaluate.page.PageFrame;
import org.mammoclip.mammoclip.learn.detector.DetectorResults;
import org.mammoclip.mammoclip.learn.detector.FoundBoxes;

/** What a trained detector does, as one page to look at: pictures with true and found boxes, FROC curves and values. */
public final class DetectorPage {
    public static final String FILE = "detector.html";

    private static final int MOST_FOUND = 5;
    private static final double LEAST_SCORE = 0.05;
    private static final double LEAST_MOST_ALARMS = 1;

    private final List<String> findings;
    private final Html html = new Html();

    private DetectorPage(List<String> findings) {
        this.findings = findings;
    }

    /**
     * @param title of the page
     * @param notice what a reader must know first
     * @param findings of the detector, in the order of its classes
     * @param results of every finding and split
     * @param validation what was found in validation images
     * @param pixels of those images
     * @param pictures the most that are shown for each finding
     */
    public static void write(
            Path folder,
            String title,
            String notice,
            List<String> findings,
            List<LearningResult> results,
            List<FoundBoxes> validation,
            TrainingImages pixels,
            int pictures)
            throws IOException {
        DetectorPage page = new DetectorPage(findings);
        PageFrame.begin(page.html, title, notice);
        for (int k = 0; k < findings.size(); k++) {
            page.pictures(k, validation, pixels, pictures);
            page.values(k, results, validation);
        }
        Files.write(folder.resolve(FILE), PageFrame.end(page.html).getBytes(StandardCharsets.UTF_8));
    }

    private void values(int k, List<LearningResult> results, List<FoundBoxes> validation) {
        String finding = findings.get(k);
        html.raw("<section>\n").element("h3", finding + ", values");
        html.raw("<table>\n").header("value", "split", "result, 95 % interval", "images", "with the finding");
        html.raw("<tbody>\n");
        for (LearningResult result : results) {
            LearningResult.Scope scope = result.scope();
            if (scope.finding().equals(finding)) {
                html.row(List.of(
                        result.value().key().replace('_', ' '),
                        scope.split(),
                        Numbers.withInterval(result.value()),
                        Numbers.count(scope.images()),
                        Numbers.count(scope.positives())));
            }
        }
        html.raw("</tbody></table>\n");
        FrocCurve curve = DetectorResults.froc(validation, findings, k);
        if (!curve.points().isEmpty() && !Double.isNaN(curve.points().get(0).sensitivity())) {
            html.raw("<div class=\"plots\"><figure>").element("h4", "FROC curve, validation images");
            html.raw(froc(finding, curve))
                    .element("figcaption", "Share of the true boxes found (overlap 0.5) against false boxes per image.")
                    .raw("</figure></div>\n");
        }
        html.raw("</section>\n");
    }

    private static String froc(String finding, FrocCurve curve) {
        double most = curve.points().get(curve.points().size() - 1).alarmsPerImage();
        List<double[]> points = new ArrayList<>(List.of(new double[] {0, 0}));
        curve.points().forEach(point -> points.add(new double[] {point.alarmsPerImage(), point.sensitivity()}));
        return new Chart(
                        "froc",
                        "FROC curve of " + finding,
                        Axis.between("false boxes per image", 0, Math.max(LEAST_MOST_ALARMS, most)),
                        Axis.share("sensitivity"))
                .line("curve one", points)
                .svg();
    }

    private void pictures(int k, List<FoundBoxes> validation, TrainingImages pixels, int most) throws IOException {
        String finding = findings.get(k);
        html.raw("<section>\n").element("h2", finding);
        html.element(
                "p",
                "Validation images. White: drawn by people. Yellow: found, with the score, at most " + MOST_FOUND
                        + ".");
        html.raw("<div class=\"cases\">\n");
        for (FoundBoxes image : shown(finding, validation, most)) {
            BoxCase boxes = image.boxCase(finding, k, LEAST_SCORE);
            html.raw("<figure><img alt=\"\" src=\"")
                    .raw(BoxPicture.of(
                                    pixels.read(
                                            image.image().patient(),
                                            image.image().image()),
                                    pixels.size(),
                                    boxes,
                                    MOST_FOUND)
                            .address())
                    .raw("\"><figcaption>")
                    .text(image.image().image() + ": " + boxes.truth().size() + " true, "
                            + boxes.found().size() + " found from score " + LEAST_SCORE + " on")
                    .raw("</figcaption></figure>\n");
        }
        html.raw("</div></section>\n");
    }

    /** Evenly spread over the images with boxes, and a quarter of as many without the finding. */
    private static List<FoundBoxes> shown(String finding, List<FoundBoxes> images, int most) {
        List<FoundBoxes> with = images.stream()
                .filter(image -> image.image().boxes().stream()
                        .anyMatch(box -> box.finding().equals(finding)))
                .toList();
        List<FoundBoxes> without =
                images.stream().filter(image -> !image.image().has(finding)).toList();
        List<FoundBoxes> shown = new ArrayList<>(spread(with, most - most / 4));
        shown.addAll(spread(without, most / 4));
        return shown;
    }

    private static List<FoundBoxes> spread(List<FoundBoxes> images, int most) {
        List<FoundBoxes> some = new ArrayList<>();
        int count = Math.min(most, images.size());
        for (int i = 0; i < count; i++) {
            some.add(images.get((int) ((long) i * images.size() / count)));
        }
        return some;
    }
}
