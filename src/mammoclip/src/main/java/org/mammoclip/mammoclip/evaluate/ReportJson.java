package org.mammoclip.mammoclip.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.mammoclip.mammoclip.evaluate.metric.Confusion;
import org.mammoclip.mammoclip.evaluate.metric.FrocCurve;
import org.mammoclip.mammoclip.evaluate.metric.ScoreCurve;

/** The JSON document of an evaluation: every number, unrounded; what is not defined is null. */
public final class ReportJson {
    /** Points of a curve that are kept: enough to draw it, bounded for large tables. */
    static final int MAX_POINTS = 500;

    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportJson() {}

    /** UTF-8. */
    public static byte[] of(EvaluationReport report) {
        return new ReportJson().document(report);
    }

    private byte[] document(EvaluationReport report) {
        ObjectNode root = mapper.createObjectNode();
        root.put("format", "mammoclip-evaluation-1");
        provenance(root, report.provenance());
        ArrayNode findings = root.putArray("findings");
        report.findings()
                .forEach(result -> finding(
                        findings.addObject(), result, report.provenance().dataSet()));
        ArrayNode means = root.putArray("meanAveragePrecision");
        for (EvaluationReport.MeanPrecision mean : report.meanAveragePrecisions()) {
            means.addObject()
                    .put("leastIntersectionOverUnion", mean.overlap())
                    .put("images", mean.allImages() ? "all" : "positive")
                    .put("value", mean.value())
                    .put("findings", mean.findings());
        }
        ArrayNode classes = root.putArray("classes");
        report.classes()
                .forEach(result ->
                        classes(classes.addObject(), result, report.provenance().dataSet()));
        report.retrieval().ifPresent(result -> {
            ObjectNode node = root.putObject("retrieval");
            node.put("pairs", result.pairs());
            node.put("distinctTexts", result.distinctTexts());
            values(node.putObject("values"), result.values());
        });
        try {
            return mapper.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can be written", e);
        }
    }

    private static void provenance(ObjectNode root, Provenance provenance) {
        root.put("title", provenance.title());
        root.put("dataSet", provenance.dataSet());
        root.put("createdAt", provenance.createdAt().toString());
        root.put("codeVersion", provenance.codeVersion());
        ArrayNode arguments = root.putArray("commandLine");
        provenance.commandLine().forEach(arguments::add);
        ArrayNode inputs = root.putArray("inputs");
        for (Provenance.Input input : provenance.inputs()) {
            inputs.addObject()
                    .put("role", input.role())
                    .put("name", input.name())
                    .put("sha256", input.sha256())
                    .put("rows", input.rows())
                    .put("skippedRows", input.skippedRows());
        }
        provenance
                .model()
                .ifPresent(model -> root.putObject("model")
                        .put("name", model.name())
                        .put("version", model.version())
                        .put("checkpointSha256", model.checkpointSha256())
                        .put("preprocessingVersion", model.preprocessingVersion())
                        .put("thresholdsVersion", model.thresholdsVersion())
                        .put("findingsSha256", model.findingsSha256())
                        .put("device", model.device())
                        .put("statement", model.statement()));
        EvaluationSettings settings = provenance.settings();
        root.putObject("settings")
                .put("unit", lower(settings.unit()))
                .put("combineImages", lower(settings.images()))
                .put("combineBreasts", lower(settings.breasts()))
                .put("resamples", settings.bootstrap().resamples())
                .put("seed", settings.bootstrap().seed())
                .put("level", settings.bootstrap().level())
                .put("resampled", lower(settings.cluster()));
        ArrayNode notes = root.putArray("notes");
        provenance.notes().forEach(notes::add);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void finding(ObjectNode node, BinaryResult result, String dataSet) {
        node.put("key", result.key()).put("title", result.title());
        node.putObject("counts")
                .put("rows", result.counts().rows())
                .put("units", result.counts().units())
                .put("positives", result.counts().positives())
                .put("patients", result.counts().patients())
                .put("validationUnits", result.counts().validationUnits());
        values(node.putObject("values"), result.values());
        number(node, "aurocStandardErrorDeLong", result.deLongError());
        ArrayNode points = node.putArray("operatingPoints");
        for (OperatingPoint point : result.points()) {
            ObjectNode one = points.addObject();
            one.put("name", point.name());
            number(one, "threshold", point.threshold());
            one.put("origin", point.origin());
            confusion(one, point.confusion());
            values(one.putObject("values"), point.values());
        }
        ArrayNode curve = node.putArray("curve");
        for (ScoreCurve.Point point : thinned(result.curve().points())) {
            ObjectNode one = curve.addObject();
            number(one, "threshold", point.threshold());
            confusion(one, point.confusion());
        }
        ArrayNode calibration = node.putArray("calibration");
        result.calibration()
                .ifPresent(bins -> bins.bins()
                        .forEach(bin -> calibration
                                .addObject()
                                .put("meanScore", bin.meanScore())
                                .put("observed", bin.observed())
                                .put("count", bin.count())));
        ObjectNode histogram = node.putObject("histogram");
        histogram
                .put("low", result.histogram().low())
                .put("high", result.histogram().high());
        result.histogram().positives().forEach(histogram.putArray("positives")::add);
        result.histogram().negatives().forEach(histogram.putArray("negatives")::add);
        boxes(node, result);
        hitRates(node, result);
        cases(node.putArray("worstFalsePositives"), result.falsePositives());
        cases(node.putArray("worstFalseNegatives"), result.falseNegatives());
        anchors(node, AnchorComparison.of(dataSet, result));
    }

    private static void boxes(ObjectNode node, BinaryResult result) {
        if (result.boxes().isEmpty()) {
            return;
        }
        ObjectNode localisation = node.putObject("localisation");
        localisation
                .put("images", result.boxCounts().images())
                .put("positiveImages", result.boxCounts().positiveImages())
                .put("trueBoxes", result.boxCounts().trueBoxes())
                .put("foundBoxes", result.boxCounts().foundBoxes());
        ArrayNode overlaps = localisation.putArray("overlaps");
        for (BoxResult boxes : result.boxes()) {
            ObjectNode one = overlaps.addObject();
            one.put("leastIntersectionOverUnion", boxes.overlap());
            ObjectNode values = one.putObject("values");
            values(values, List.of(boxes.averagePrecision(), boxes.averagePrecisionPositiveImages()));
            values(values, boxes.sensitivities());
            ArrayNode froc = one.putArray("froc");
            for (FrocCurve.Point point : thinned(boxes.froc().points())) {
                ObjectNode at = froc.addObject().put("threshold", point.threshold());
                number(at, "sensitivity", point.sensitivity());
                number(at, "falsePositivesPerImage", point.alarmsPerImage());
                number(at, "falsePositivesPerNormalImage", point.alarmsPerNormalImage());
            }
        }
    }

    private static void hitRates(ObjectNode node, BinaryResult result) {
        if (result.hitRates().isEmpty()) {
            return;
        }
        ArrayNode rates = node.putArray("hitRates");
        for (PointResult points : result.hitRates()) {
            ObjectNode one = rates.addObject();
            one.put("point", points.kind().key()).put("images", points.images());
            values(one, List.of(points.rate()));
            ObjectNode chance = one.putObject("chance");
            for (PointResult.Beside beside : points.chances()) {
                values(chance, List.of(beside.rate(), beside.difference()));
            }
        }
    }

    private void classes(ObjectNode node, ClassResult result, String dataSet) {
        node.put("key", result.key()).put("title", result.title());
        result.classes().forEach(node.putArray("classes")::add);
        ArrayNode table = node.putArray("confusion");
        result.table().forEach(row -> row.forEach(table.addArray()::add));
        values(node.putObject("values"), result.values());
        anchors(node, AnchorComparison.of(dataSet, result));
    }

    private static void anchors(ObjectNode node, List<AnchorComparison> comparisons) {
        ArrayNode published = node.putArray("published");
        for (AnchorComparison comparison : comparisons) {
            Anchor anchor = comparison.anchor();
            published
                    .addObject()
                    .put("metric", anchor.metric())
                    .put("model", anchor.model())
                    .put("protocol", anchor.protocol())
                    .put("value", anchor.value())
                    .put("source", anchor.source())
                    .put("difference", comparison.difference());
        }
    }

    private static void cases(ArrayNode node, List<Observation> cases) {
        for (Observation one : cases) {
            node.addObject()
                    .put("image", one.image())
                    .put("patient", one.patient())
                    .put("laterality", one.laterality())
                    .put("score", one.score());
        }
    }

    private static void confusion(ObjectNode node, Confusion confusion) {
        node.put("truePositives", confusion.truePositives())
                .put("falsePositives", confusion.falsePositives())
                .put("falseNegatives", confusion.falseNegatives())
                .put("trueNegatives", confusion.trueNegatives());
    }

    private static void values(ObjectNode node, List<MetricValue> values) {
        for (MetricValue value : values) {
            ObjectNode one = node.putObject(value.key());
            number(one, "value", value.value());
            value.interval()
                    .ifPresent(interval -> one.put("low", interval.low()).put("high", interval.high()));
        }
    }

    private static void number(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }

    /** Evenly chosen, first and last always. */
    private static <T> List<T> thinned(List<T> points) {
        if (points.size() <= MAX_POINTS) {
            return points;
        }
        return IntStream.range(0, MAX_POINTS)
                .mapToObj(i -> points.get((int) ((long) i * (points.size() - 1) / (MAX_POINTS - 1))))
                .toList();
    }
}
