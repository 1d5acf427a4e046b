package org.mammoclip.worker.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.BreastDensity;
import org.mammoclip.mammoclip.FindingResult;
import org.mammoclip.mammoclip.ModelCard;
import org.mammoclip.mammoclip.ModelPart;
import org.mammoclip.mammoclip.SentenceAttribution;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceBox;
import org.mammoclip.worker.score.ImageAnswers;
import org.mammoclip.worker.score.OfflineObject;
import org.mammoclip.worker.score.OfflineScoring;
import org.mammoclip.worker.score.OfflineStudy;

/** {@code scores.json}: what became of every file and study, and who made it. */
final class ScoreDocument {
    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final ModelCard card;
    private final String codeVersion;

    ScoreDocument(ModelCard card, String codeVersion) {
        this.card = card;
        this.codeVersion = codeVersion;
    }

    byte[] of(OfflineScoring scoring) throws IOException {
        ObjectNode root = mapper.createObjectNode();
        model(root.putObject("model"));
        ArrayNode objects = root.putArray("objects");
        scoring.objects().forEach(object -> object(objects.addObject(), object));
        ArrayNode studies = root.putArray("studies");
        scoring.studies().forEach(study -> study(studies.addObject(), study));
        return mapper.writeValueAsBytes(root);
    }

    private void model(ObjectNode node) {
        node.put("name", card.name());
        node.put("version", card.version());
        node.put("checkpointSha256", card.checkpointSha256());
        node.put("preprocessingVersion", card.preprocessingVersion());
        node.put("thresholdsVersion", card.findings().thresholdsVersion());
        node.put("findingsSha256", card.findingsSha256());
        node.put("codeVersion", codeVersion);
        node.put("statement", card.statement());
        ArrayNode parts = node.putArray("parts");
        for (ModelPart part : card.parts()) {
            parts.addObject()
                    .put("kind", part.kind())
                    .put("name", part.name())
                    .put("version", part.version())
                    .put("sha256", part.sha256());
        }
    }

    private static void object(ObjectNode node, OfflineObject object) {
        node.put("file", object.file().toString());
        object.study().ifPresent(study -> node.put("studyInstanceUID", study.value()));
        node.put("decision", object.decision());
        if (!object.slot().isEmpty()) {
            node.put("slot", object.slot());
        }
        ImageAnswers answers = object.answers();
        if (answers == null) {
            node.put("reason", object.reason());
            return;
        }
        ObjectNode scores = node.putObject("scores");
        object.scores().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Finding::key)))
                .forEach(score -> scores.put(score.getKey().key(), score.getValue()));
        ArrayNode findings = node.putArray("findings");
        answers.model().findings().forEach(finding -> finding(findings.addObject(), finding, answers));
        density(node, answers.model().density());
        ArrayNode sentences = node.putArray("sentences");
        for (SentenceAttribution sentence : answers.model().sentences()) {
            sentences
                    .addObject()
                    .put("sentence", sentence.sentence())
                    .put("cosine", sentence.cosine())
                    .put("method", sentence.attribution().method().label());
        }
    }

    /** The raw values, the source's score and the calibrated one apart. */
    private static void finding(ObjectNode node, FindingResult finding, ImageAnswers answers) {
        String key = finding.definition().key();
        node.put("finding", key);
        node.put("score", finding.score());
        node.put("rawScore", finding.rawScore());
        finding.positiveCosine().ifPresent(cosine -> node.put("positiveCosine", cosine));
        finding.negativeCosine().ifPresent(cosine -> node.put("negativeCosine", cosine));
        node.put("threshold", finding.definition().threshold());
        node.put("present", finding.present());
        node.put("attribution", finding.attribution().method().label());
        ArrayNode boxes = node.putArray("boxes");
        for (SourceBox box : answers.boxes()) {
            if (box.finding().key().equals(key)) {
                boxes.addObject()
                        .put("left", box.rectangle().left())
                        .put("top", box.rectangle().top())
                        .put("right", box.rectangle().right())
                        .put("bottom", box.rectangle().bottom())
                        .put("score", box.score())
                        .put("origin", box.origin().label());
            }
        }
    }

    private static void density(ObjectNode node, @Nullable BreastDensity density) {
        if (density != null) {
            node.putObject("density")
                    .put("A", density.a())
                    .put("B", density.b())
                    .put("C", density.c())
                    .put("D", density.d())
                    .put("category", String.valueOf(density.category()));
        }
    }

    private static void study(ObjectNode node, OfflineStudy study) {
        node.put("studyInstanceUID", study.studyInstanceUid().value());
        node.put("decision", study.decision());
        node.put("reason", study.reason());
        node.put("priority", study.priority());
        node.put("score", study.score());
        ArrayNode findings = node.putArray("findings");
        study.findings()
                .forEach(finding -> findings.addObject()
                        .put("finding", finding.finding().key())
                        .put("laterality", finding.laterality().name())
                        .put("score", finding.score())
                        .put("threshold", finding.threshold())
                        .put("present", finding.present()));
        density(node, study.density());
        ArrayNode files = node.putArray("outputs");
        study.outputs().forEach(file -> files.add(file.toString()));
    }
}
