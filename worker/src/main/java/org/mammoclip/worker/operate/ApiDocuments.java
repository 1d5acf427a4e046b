package org.mammoclip.worker.operate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mammoclip.schema.ledger.AssembledExam;
import org.mammoclip.schema.ledger.FindingRow;
import org.mammoclip.schema.ledger.LedgerInstance;
import org.mammoclip.schema.ledger.OutputObject;
import org.mammoclip.schema.ledger.RecordedDensity;
import org.mammoclip.schema.ledger.RecordedModel;
import org.mammoclip.schema.ledger.Sha256;
import org.mammoclip.schema.ledger.StudyStory;
import org.mammoclip.schema.ledger.WorklistEntry;
import org.mammoclip.worker.stage.Health;

/**
 * The JSON documents of the HTTP API (design section 8). Field names are part of the contract: they are written out here
 * one by one and do not follow a renamed Java component. No document holds patient data besides the accession number
 * that the study documents carry. Thread-safe.
 */
final class ApiDocuments {
    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The bytes that go over the wire. */
    byte[] bytes(ObjectNode document) {
        try {
            return mapper.writeValueAsBytes(document);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("a tree always has a text", e);
        }
    }

    /** Scores, findings, outputs, deliveries and timings of every revision. */
    public ObjectNode study(StudyStory story, Instant now) {
        ObjectNode document = mapper.createObjectNode();
        document.put("studyInstanceUID", story.studyInstanceUid().value());
        document.put("accessionNumber", story.accessionNumber());
        document.put("requestPriority", story.priority().name());
        if (!story.revisions().isEmpty()) {
            StudyStory.Revision last = story.revisions().get(story.revisions().size() - 1);
            document.put("revision", last.revision());
            document.put("state", last.state().name());
            document.put("priority", last.priority().name());
        }
        document.put("summary", Explanation.verdict(story, now));
        ArrayNode instances = document.putArray("instances");
        story.instances().forEach(i -> instance(instances.addObject(), i));
        ArrayNode revisions = document.putArray("revisions");
        story.revisions().forEach(r -> revision(revisions.addObject(), r));
        return document;
    }

    private static void instance(ObjectNode node, LedgerInstance instance) {
        node.put("sopInstanceUID", instance.key().sopInstanceUid().value());
        node.put("seriesInstanceUID", instance.key().seriesInstanceUid().value());
        node.put("decision", instance.decision().code());
        node.put("view", instance.decision().slot());
        node.put("reason", instance.decision().reason());
        node.put("origin", instance.origin());
        node.put("sha256", instance.object().sha256().hex());
        node.put("bytes", instance.object().length());
        node.put("receivedAt", instance.receivedAt().toString());
        node.put("pixelsReleased", instance.pixelsReleased());
    }

    private static void revision(ObjectNode node, StudyStory.Revision revision) {
        node.put("revision", revision.revision());
        node.put("state", revision.state().name());
        node.put("partial", revision.partial());
        node.put("priority", revision.priority().name());
        node.put("suspicion", revision.suspicion());
        node.put("assemblyReason", revision.assemblyReason());
        if (revision.ineligible() != null) {
            node.putObject("ineligible")
                    .put("code", revision.ineligible().code())
                    .put("text", revision.ineligible().text());
        }
        failure(node, revision.failure());
        model(node, revision.model(), revision.device());
        ArrayNode images = node.putArray("images");
        for (AssembledExam.Image image : revision.images()) {
            images.addObject()
                    .put("sopInstanceUID", image.sopInstanceUid().value())
                    .put("view", image.slot());
        }
        ArrayNode findings = node.putArray("findings");
        revision.findings().forEach(f -> finding(findings.addObject(), f));
        RecordedDensity density = revision.density();
        if (density != null) {
            node.putObject("density")
                    .put("A", density.a())
                    .put("B", density.b())
                    .put("C", density.c())
                    .put("D", density.d());
        }
        ArrayNode outputs = node.putArray("outputs");
        for (OutputObject output : revision.outputs()) {
            outputs.addObject()
                    .put("kind", output.kind().name())
                    .put("sopClassUID", output.object().sopClassUid().value())
                    .put("sopInstanceUID", output.sopInstanceUid().value())
                    .put("seriesInstanceUID", output.seriesInstanceUid().value())
                    .put(
                            "sourceInstanceUID",
                            output.sourceInstanceUid() == null
                                    ? null
                                    : output.sourceInstanceUid().value())
                    .put("sha256", output.object().sha256().hex());
        }
        ArrayNode deliveries = node.putArray("deliveries");
        revision.deliveries().forEach(d -> delivery(deliveries.addObject(), d));
        ObjectNode timings = node.putObject("timings");
        timings.put("firstImageAt", revision.firstImageAt().toString());
        timings.put("lastImageAt", revision.lastImageAt().toString());
        timings.put("assembledAt", text(revision.assembledAt()));
        timings.put("scoredAt", text(revision.scoredAt()));
        timings.put("deliveredAt", text(revision.deliveredAt()));
        if (revision.deliveredAt() != null) {
            timings.put(
                    "lastImageToDeliveredSeconds",
                    Duration.between(revision.lastImageAt(), revision.deliveredAt())
                                    .toMillis()
                            / 1000.0);
        }
    }

    private static void finding(ObjectNode node, FindingRow row) {
        node.put("finding", row.finding());
        node.put("laterality", row.laterality());
        node.put("sopInstanceUID", row.image() == null ? null : row.image().value());
        node.put("score", row.score());
        node.put("threshold", row.threshold());
        node.put("present", row.present());
    }

    private static void delivery(ObjectNode node, StudyStory.Delivery delivery) {
        node.put("destination", delivery.destination());
        node.put("sopInstanceUID", delivery.sopInstanceUid().value());
        node.put("kind", delivery.kind().name());
        node.put("state", delivery.state().name());
        node.put("attempts", delivery.attempts());
        node.put("answer", delivery.answer());
        failure(node, delivery.failure());
        node.put("dueAt", delivery.dueAt().toString());
        node.put("deliveredAt", text(delivery.deliveredAt()));
    }

    private static void failure(ObjectNode node, StudyStory.@Nullable Failure failure) {
        if (failure != null) {
            node.putObject("failure")
                    .put("number", failure.code().number())
                    .put("name", failure.code().name())
                    .put("detail", failure.detail());
        }
    }

    private static void model(ObjectNode node, @Nullable RecordedModel model, @Nullable String device) {
        if (model != null) {
            node.putObject("model")
                    .put("name", model.name())
                    .put("version", model.version())
                    .put("checkpointSha256", model.checkpointSha256().hex())
                    .put("codeVersion", model.codeVersion())
                    .put("preprocessingVersion", model.preprocessingVersion())
                    .put("thresholdsVersion", model.thresholdsVersion())
                    .put("findingsSha256", hex(model.findingsSha256()))
                    .put("description", model.description())
                    .put("device", device);
        }
    }

    private static @Nullable String hex(@Nullable Sha256 digest) {
        return digest == null ? null : digest.hex();
    }

    /** The latest revision of every study in reading order. */
    public ObjectNode worklist(List<WorklistEntry> entries) {
        ObjectNode document = mapper.createObjectNode();
        ArrayNode studies = document.putArray("studies");
        for (WorklistEntry entry : entries) {
            studies.addObject()
                    .put("studyInstanceUID", entry.revision().studyInstanceUid().value())
                    .put("revision", entry.revision().revision())
                    .put("accessionNumber", entry.accessionNumber())
                    .put("state", entry.state().name())
                    .put("priority", entry.priority().name())
                    .put("suspicion", entry.suspicion())
                    .put("partial", entry.partial())
                    .put("lastImageAt", entry.lastImageAt().toString())
                    .put("scoredAt", entry.scoredAt().toString())
                    .put("deliveredAt", text(entry.deliveredAt()));
        }
        return document;
    }

    /** The story of a study as events and as lines. */
    public ObjectNode explanation(StudyStory story, Instant now) {
        ObjectNode document = mapper.createObjectNode();
        document.put("studyInstanceUID", story.studyInstanceUid().value());
        document.put("summary", Explanation.verdict(story, now));
        ArrayNode events = document.putArray("events");
        for (Explanation.Event event : Explanation.events(story)) {
            events.addObject().put("at", event.at().toString()).put("what", event.what());
        }
        ArrayNode lines = document.putArray("text");
        Explanation.lines(story, now).forEach(lines::add);
        return document;
    }

    /** Which parts work. */
    public ObjectNode health(boolean ok, Map<String, Health.Component> components) {
        ObjectNode document = mapper.createObjectNode();
        document.put("status", ok ? "UP" : "DOWN");
        ObjectNode parts = document.putObject("components");
        components.forEach((name, component) -> {
            ObjectNode part = parts.putObject(name);
            part.put("status", component.up() ? "UP" : "DOWN");
            part.put("required", component.required());
            if (!component.up()) {
                part.put("reason", component.reason());
            }
            part.put("since", component.since().toString());
        });
        return document;
    }

    /** RFC 9457. */
    ObjectNode problem(int status, String title, String detail) {
        return mapper.createObjectNode()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
    }

    ObjectNode replayed(String study, int revision) {
        return mapper.createObjectNode().put("studyInstanceUID", study).put("revision", revision);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
