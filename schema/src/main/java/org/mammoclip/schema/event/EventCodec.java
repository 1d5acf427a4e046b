package org.mammoclip.schema.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/**
 * The JSON of the events. Unknown members are ignored when reading, so that a producer may add one; everything else that
 * departs from the schema is refused. Stateless, thread-safe.
 */
public final class EventCodec {
    /** Longest message that is looked at, in bytes. */
    public static final int MAX_MESSAGE_BYTES = 64 * 1024;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(4096)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private EventCodec() {}

    /** @throws EventFormatException if the message is not an {@code imaging.study.available.v1} */
    public static StudyAvailable decodeStudyAvailable(byte[] message) throws EventFormatException {
        JsonNode root = parse(message);
        UUID eventId = uuid(root, "eventId");
        Uid study = uid(root, "studyInstanceUID");
        String source = text(root, "source");
        String priority = optionalText(root, "priority");
        String accession = optionalText(root, "accessionNumber");
        Instant occurredAt = instant(root, "occurredAt");
        try {
            return new StudyAvailable(
                    eventId,
                    study,
                    source,
                    priority == null ? StudyAvailable.Priority.ROUTINE : StudyAvailable.Priority.valueOf(priority),
                    accession == null ? "" : accession,
                    occurredAt);
        } catch (IllegalArgumentException e) {
            throw new EventFormatException("source, priority or accessionNumber is outside its schema");
        }
    }

    /** UTF-8 JSON of {@code imaging.study.available.v1}. */
    public static byte[] encode(StudyAvailable event) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("eventId", event.eventId().toString());
        root.put("studyInstanceUID", event.studyInstanceUid().value());
        root.put("source", event.source());
        root.put("priority", event.priority().name());
        if (!event.accessionNumber().isEmpty()) {
            root.put("accessionNumber", event.accessionNumber());
        }
        root.put("occurredAt", event.occurredAt().toString());
        return bytes(root);
    }

    /** UTF-8 JSON of {@code mammoclip.triage.v1}. */
    public static byte[] encode(TriageCompleted event) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("eventId", event.eventId().toString());
        root.put("studyInstanceUID", event.studyInstanceUid().value());
        root.put("revision", event.revision());
        root.put("accessionNumber", event.accessionNumber());
        root.put("state", event.state());
        root.put("priority", event.priority());
        if (event.reason() != null) {
            root.put("reason", event.reason());
        }
        ArrayNode findings = root.putArray("findings");
        for (TriageCompleted.Finding finding : event.findings()) {
            ObjectNode node = findings.addObject();
            node.put("finding", finding.finding());
            node.put("laterality", finding.laterality());
            node.put("score", finding.score());
            node.put("threshold", finding.threshold());
            node.put("present", finding.present());
        }
        TriageCompleted.Model model = event.model();
        if (model == null) {
            root.putNull("model");
        } else {
            ObjectNode node = root.putObject("model");
            node.put("name", model.name());
            node.put("version", model.version());
            node.put("checkpointSha256", model.checkpointSha256());
            putIfKnown(node, "codeVersion", model.codeVersion());
            putIfKnown(node, "preprocessingVersion", model.preprocessingVersion());
            putIfKnown(node, "thresholdsVersion", model.thresholdsVersion());
            putIfKnown(node, "findingsSha256", model.findingsSha256());
        }
        ArrayNode outputs = root.putArray("outputs");
        for (TriageCompleted.Output output : event.outputs()) {
            ObjectNode node = outputs.addObject();
            node.put("sopClassUID", output.sopClassUid().value());
            node.put("sopInstanceUID", output.sopInstanceUid().value());
            node.put("kind", output.kind());
        }
        ObjectNode timings = root.putObject("timings");
        timings.put("lastImageAt", event.timings().lastImageAt().toString());
        timings.put("scoredAt", text(event.timings().scoredAt()));
        timings.put("deliveredAt", text(event.timings().deliveredAt()));
        return bytes(root);
    }

    /** @throws EventFormatException if the message is not a {@code mammoclip.triage.v1} */
    public static TriageCompleted decodeTriageCompleted(byte[] message) throws EventFormatException {
        JsonNode root = parse(message);
        List<TriageCompleted.Finding> findings = new ArrayList<>();
        for (JsonNode node : array(root, "findings")) {
            findings.add(new TriageCompleted.Finding(
                    text(node, "finding"),
                    optionalText(node, "laterality"),
                    number(node, "score"),
                    number(node, "threshold"),
                    member(node, "present").asBoolean()));
        }
        List<TriageCompleted.Output> outputs = new ArrayList<>();
        for (JsonNode node : array(root, "outputs")) {
            outputs.add(new TriageCompleted.Output(
                    uid(node, "sopClassUID"), uid(node, "sopInstanceUID"), text(node, "kind")));
        }
        JsonNode model = root.path("model");
        JsonNode timings = member(root, "timings");
        return new TriageCompleted(
                uuid(root, "eventId"),
                uid(root, "studyInstanceUID"),
                (int) number(root, "revision"),
                text(root, "accessionNumber"),
                text(root, "state"),
                text(root, "priority"),
                optionalText(root, "reason"),
                findings,
                model.isObject()
                        ? new TriageCompleted.Model(
                                text(model, "name"),
                                text(model, "version"),
                                text(model, "checkpointSha256"),
                                optionalText(model, "codeVersion"),
                                optionalText(model, "preprocessingVersion"),
                                optionalText(model, "thresholdsVersion"),
                                optionalText(model, "findingsSha256"))
                        : null,
                outputs,
                new TriageCompleted.Timings(
                        instant(timings, "lastImageAt"),
                        optionalInstant(timings, "scoredAt"),
                        optionalInstant(timings, "deliveredAt")));
    }

    private static void putIfKnown(ObjectNode node, String member, @Nullable String value) {
        if (value != null) {
            node.put(member, value);
        }
    }

    private static JsonNode parse(byte[] message) throws EventFormatException {
        if (message.length > MAX_MESSAGE_BYTES) {
            throw new EventFormatException("longer than " + MAX_MESSAGE_BYTES + " bytes");
        }
        JsonNode root;
        try {
            root = MAPPER.readTree(message);
        } catch (JsonProcessingException e) {
            throw new EventFormatException("not JSON");
        } catch (IOException e) {
            throw new EventFormatException("not UTF-8");
        }
        if (root == null || !root.isObject()) {
            throw new EventFormatException("not a JSON object");
        }
        return root;
    }

    private static JsonNode member(JsonNode node, String name) throws EventFormatException {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            throw new EventFormatException(name + " is missing");
        }
        return value;
    }

    private static JsonNode array(JsonNode node, String name) throws EventFormatException {
        JsonNode value = member(node, name);
        if (!value.isArray()) {
            throw new EventFormatException(name + " is not an array");
        }
        return value;
    }

    private static double number(JsonNode node, String name) throws EventFormatException {
        JsonNode value = member(node, name);
        if (!value.isNumber()) {
            throw new EventFormatException(name + " is not a number");
        }
        return value.asDouble();
    }

    private static String text(JsonNode node, String name) throws EventFormatException {
        JsonNode value = member(node, name);
        if (!value.isTextual()) {
            throw new EventFormatException(name + " is not text");
        }
        return value.textValue();
    }

    private static @Nullable String optionalText(JsonNode node, String name) throws EventFormatException {
        JsonNode value = node.path(name);
        return value.isMissingNode() || value.isNull() ? null : text(node, name);
    }

    private static UUID uuid(JsonNode node, String name) throws EventFormatException {
        String value = text(node, name);
        if (!value.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")) {
            throw new EventFormatException(name + " is not a UUID");
        }
        return UUID.fromString(value);
    }

    private static Uid uid(JsonNode node, String name) throws EventFormatException {
        String value = text(node, name);
        if (!Uid.isValid(value)) {
            throw new EventFormatException(name + " is not a UID");
        }
        return Uid.of(value);
    }

    private static Instant instant(JsonNode node, String name) throws EventFormatException {
        try {
            return OffsetDateTime.parse(text(node, name)).toInstant();
        } catch (DateTimeException e) {
            throw new EventFormatException(name + " is not a date-time (RFC 3339)");
        }
    }

    private static @Nullable Instant optionalInstant(JsonNode node, String name) throws EventFormatException {
        JsonNode value = node.path(name);
        return value.isMissingNode() || value.isNull() ? null : instant(node, name);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static byte[] bytes(ObjectNode root) {
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is always JSON", e);
        }
    }
}
