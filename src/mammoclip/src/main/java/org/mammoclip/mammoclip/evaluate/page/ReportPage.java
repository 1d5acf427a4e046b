package org.mammoclip.mammoclip.evaluate.page;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.evaluate.AnchorComparison;
import org.mammoclip.mammoclip.evaluate.BinaryResult;
import org.mammoclip.mammoclip.evaluate.ClassResult;
import org.mammoclip.mammoclip.evaluate.Combination;
import org.mammoclip.mammoclip.evaluate.EvaluationReport;
import org.mammoclip.mammoclip.evaluate.EvaluationSettings;
import org.mammoclip.mammoclip.evaluate.MetricValue;
import org.mammoclip.mammoclip.evaluate.Provenance;
import org.mammoclip.mammoclip.evaluate.RetrievalResult;

/** The page of an evaluation. It requests nothing: its own security policy forbids it. */
public final class ReportPage {
    private final EvaluationReport report;
    private final CasePictures pictures;
    private final Html html = new Html();

    private ReportPage(EvaluationReport report, CasePictures pictures) {
        this.report = report;
        this.pictures = pictures;
    }

    /** The whole document. */
    public static String of(EvaluationReport report, CasePictures pictures) {
        return new ReportPage(report, pictures).document();
    }

    private String document() {
        Provenance provenance = report.provenance();
        PageFrame.begin(
                html,
                provenance.title(),
                "Research use only \u2013 not for diagnosis"
                        + provenance
                                .model()
                                .map(model -> "; " + model.statement())
                                .orElse(""));
        summary();
        EvaluationSettings settings = provenance.settings();
        for (BinaryResult result : report.findings()) {
            html.raw(new FindingSection(result, settings.unit().plural(), provenance.dataSet(), pictures).toString());
        }
        report.classes().forEach(this::classes);
        report.retrieval().ifPresent(this::retrieval);
        method(provenance);
        return PageFrame.end(html);
    }

    private void summary() {
        if (report.findings().isEmpty()) {
            return;
        }
        html.raw("<section>").element("h2", "At a glance").raw("<div class=\"scroll\"><table>\n");
        html.header("Finding", "With / all", "AUROC", "AUPRC", "Operating point", "Sensitivity", "Specificity", "PPV");
        for (BinaryResult result : report.findings()) {
            List<String> cells = new ArrayList<>();
            cells.add(result.title());
            cells.add(Numbers.count(result.counts().positives()) + " / "
                    + Numbers.count(result.counts().units()));
            cells.add(Numbers.withInterval(result.value("auroc").orElseThrow()));
            cells.add(Numbers.withInterval(result.value("auprc").orElseThrow()));
            if (result.points().isEmpty()) {
                cells.addAll(List.of("none", "", "", ""));
            } else {
                cells.add(result.points().get(0).name());
                for (String key : List.of("sensitivity", "specificity", "ppv")) {
                    cells.add(Numbers.withInterval(result.points().get(0).value(key)));
                }
            }
            html.row(cells);
        }
        html.raw("</table></div>\n");
        if (report.provenance().settings().bootstrap().resamples() > 0) {
            html.raw("<p class=\"hint\">Small numbers: confidence intervals of ")
                    .text(Numbers.percent(
                            report.provenance().settings().bootstrap().level()))
                    .raw(".</p>\n");
        }
        for (EvaluationReport.MeanPrecision mean : report.meanAveragePrecisions()) {
            html.element(
                    "p",
                    "Mean average precision at IoU " + mean.overlap() + ", "
                            + (mean.allImages() ? "all images: " : "images with the finding: ")
                            + Numbers.of(mean.value()) + " over " + mean.findings() + " finding(s).");
        }
        html.raw("</section>\n");
    }

    private void classes(ClassResult result) {
        html.raw("<section class=\"finding\">").element("h2", result.title()).raw("<dl class=\"tiles\">\n");
        tiles(result.values());
        html.raw("</dl>\n")
                .element("h3", "Truth and answer")
                .raw("<div class=\"scroll\"><table class=\"confusion\">\n");
        List<String> heads = new ArrayList<>(List.of("Truth"));
        result.classes().forEach(name -> heads.add("answered " + name));
        html.header(heads.toArray(String[]::new));
        for (int i = 0; i < result.classes().size(); i++) {
            List<String> cells = new ArrayList<>(List.of(result.classes().get(i)));
            result.table().get(i).forEach(count -> cells.add(Numbers.count(count)));
            html.row(cells);
        }
        html.raw("</table></div>\n");
        FindingSection.published(
                html,
                "anchors-" + result.key(),
                AnchorComparison.of(report.provenance().dataSet(), result));
        html.raw("</section>\n");
    }

    private void tiles(List<MetricValue> values) {
        for (MetricValue value : values) {
            html.raw("<div><dt>")
                    .text(MetricNames.of(value.key()))
                    .raw("</dt><dd><b>")
                    .text(Numbers.of(value.value()))
                    .raw("</b><span>")
                    .text(Numbers.interval(value))
                    .raw("</span></dd></div>\n");
        }
    }

    private void retrieval(RetrievalResult result) {
        html.raw("<section class=\"finding\">")
                .element("h2", "Finding the report by its image")
                .element(
                        "p",
                        Numbers.count(result.pairs()) + " images, each searched among "
                                + Numbers.count(result.distinctTexts())
                                + " different reports. By chance the mean rank would be "
                                + Numbers.of((result.distinctTexts() + 1) / 2.0) + ".")
                .raw("<dl class=\"tiles\">\n");
        tiles(result.values());
        html.raw("</dl></section>\n");
    }

    private void method(Provenance provenance) {
        EvaluationSettings settings = provenance.settings();
        html.raw("<section>").element("h2", "How this was made").raw("<dl class=\"method\">\n");
        entry(
                "One case is",
                switch (settings.unit()) {
                    case ROW ->
                        "a table row, as the reference evaluates VinDr: an image with two findings counts twice";
                    case IMAGE -> "an image, counted once; it has a finding if any of its rows says so";
                    case BREAST -> "a breast: the " + word(settings.images()) + " of its images' scores";
                    case PATIENT ->
                        "a patient: the " + word(settings.images()) + " of a breast's images, then the "
                                + word(settings.breasts()) + " of the breasts";
                });
        entry(
                "Intervals",
                settings.bootstrap().resamples() == 0
                        ? "none were asked for"
                        : Numbers.count(settings.bootstrap().resamples()) + " bootstrap resamples of "
                                + (settings.cluster() == EvaluationSettings.Cluster.PATIENT
                                        ? "patients"
                                        : plural(settings) + ", with and without the finding apart")
                                + ", " + Numbers.percent(settings.bootstrap().level()) + " percentile, seed "
                                + settings.bootstrap().seed());
        provenance.model().ifPresent(model -> {
            entry("Model", model.name() + " " + model.version() + " on " + model.device());
            entry("Checkpoint", "SHA-256 " + model.checkpointSha256());
            entry("Preparation", model.preprocessingVersion());
            entry("Findings", model.thresholdsVersion() + ", SHA-256 " + model.findingsSha256());
        });
        for (Provenance.Input input : provenance.inputs()) {
            entry(
                    input.role(),
                    input.name() + ", " + Numbers.count(input.rows()) + " rows"
                            + (input.skippedRows() == 0
                                    ? ""
                                    : ", " + Numbers.count(input.skippedRows()) + " bad rows left out")
                            + ", SHA-256 " + input.sha256());
        }
        provenance.notes().forEach(note -> entry("Note", note));
        entry("Command", String.join(" ", provenance.commandLine()));
        entry("Made by", "Mammo-CLIP Worker " + provenance.codeVersion() + ", " + provenance.createdAt());
        html.raw("</dl></section>\n");
    }

    private static String plural(EvaluationSettings settings) {
        return settings.unit().plural();
    }

    private static String word(Combination combination) {
        return combination == Combination.MEAN ? "mean" : "maximum";
    }

    private void entry(String term, String words) {
        html.raw("<dt>").text(term).raw("</dt><dd>").text(words).raw("</dd>\n");
    }
}
