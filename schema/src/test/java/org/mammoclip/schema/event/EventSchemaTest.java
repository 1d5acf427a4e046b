package org.mammoclip.schema.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.Uid;

/** What the codec writes is what {@code schema/events} promises, and what they forbid it refuses to read. */
class EventSchemaTest {
    private static final Instant AT = Instant.parse("2026-11-22T09:00:00.123456Z");
    private static final StudyAvailable AVAILABLE =
            new StudyAvailable(new UUID(1, 2), Uid.of("1.2.3"), "pacs", StudyAvailable.Priority.URGENT, "ACC", AT);
    private static final TriageCompleted SCORED = new TriageCompleted(
            new UUID(1, 2),
            Uid.of("1.2.3"),
            2,
            "",
            "DELIVERED",
            "URGENT",
            null,
            List.of(
                    new TriageCompleted.Finding("mass", "LEFT", 0.75, 0.5, true),
                    new TriageCompleted.Finding("mass", null, 1, 0, true)),
            new TriageCompleted.Model("demo", "1", "0".repeat(64), "0.1.0", "prep-1", "site-1", "f".repeat(64)),
            List.of(new TriageCompleted.Output(Uid.of("1.2.840.10008.5.1.4.1.1.7"), Uid.of("2.25.1"), "TID1500_SR")),
            new TriageCompleted.Timings(AT, AT, AT));
    private static final TriageCompleted FAILED = new TriageCompleted(
            new UUID(3, 4),
            Uid.of("1.2.3"),
            1,
            "ACC",
            "FAILED",
            "NONE",
            "2002",
            List.of(),
            null,
            List.of(),
            new TriageCompleted.Timings(AT, null, null));

    private static Set<ValidationMessage> problems(String schema, byte[] message) throws IOException {
        JsonSchema parsed = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("events", schema + ".schema.json")));
        return parsed.validate(
                new String(message, StandardCharsets.UTF_8),
                InputFormat.JSON,
                context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
    }

    @Test
    void writesAnnouncementsOfTheSchema() throws Exception {
        byte[] message = EventCodec.encode(AVAILABLE);
        assertThat(problems("imaging.study.available.v1", message)).isEmpty();
        assertThat(EventCodec.decodeStudyAvailable(message)).isEqualTo(AVAILABLE);
    }

    @Test
    void writesResultsOfTheSchema() throws Exception {
        for (TriageCompleted event : List.of(SCORED, FAILED)) {
            byte[] message = EventCodec.encode(event);
            assertThat(problems("mammoclip.triage.v1", message)).isEmpty();
            assertThat(EventCodec.decodeTriageCompleted(message)).isEqualTo(event);
        }
    }

    @Test
    void hasASchemaThatRefusesWhatIsMissing() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        for (String member : List.of("eventId", "studyInstanceUID", "source", "occurredAt")) {
            var tree = (com.fasterxml.jackson.databind.node.ObjectNode) mapper.readTree(EventCodec.encode(AVAILABLE));
            tree.remove(member);
            assertThat(problems("imaging.study.available.v1", mapper.writeValueAsBytes(tree)))
                    .as(member)
                    .isNotEmpty();
        }
    }

    @Test
    void readsWhatTheSchemaMakesOptional() throws Exception {
        String message = "{\"eventId\":\"00000000-0000-0001-0000-000000000002\",\"studyInstanceUID\":\"1.2.3\","
                + "\"source\":\"pacs\",\"priority\":null,\"occurredAt\":\"2026-11-22T10:00:00+01:00\",\"added\":{\"later\":1}}";
        assertThat(problems("imaging.study.available.v1", message.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        StudyAvailable event = EventCodec.decodeStudyAvailable(message.getBytes(StandardCharsets.UTF_8));
        assertThat(event.priority()).isEqualTo(StudyAvailable.Priority.ROUTINE);
        assertThat(event.accessionNumber()).isEmpty();
        assertThat(event.occurredAt()).isEqualTo(Instant.parse("2026-11-22T09:00:00Z"));
    }
}
