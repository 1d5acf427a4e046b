package org.mammoclip.schema.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
    private static final String GOOD = "{\"eventId\":\"00000000-0000-0001-0000-000000000002\","
            + "\"studyInstanceUID\":\"1.2.3\",\"source\":\"pacs\",\"occurredAt\":\"2026-11-22T10:00:00Z\"}";

    private static void decode(String message) throws EventFormatException {
        EventCodec.decodeStudyAvailable(message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsAMinimalAnnouncement() throws Exception {
        decode(GOOD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "17",
                "\"text\"",
                "{",
                "{}",
                "not JSON",
                "{\"eventId\":1}",
                "\uFEFF{}",
                "{} {}",
                "{\"eventId\":\"x\",\"eventId\":\"y\"}"
            })
    void refusesWhatIsNotAnEvent(String message) {
        assertThatThrownBy(() -> decode(message)).isInstanceOf(EventFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"..\"",
                "\"1.02\"",
                "\"1.2.\"",
                "\"/etc/passwd\"",
                "\"\"",
                "7",
                "null",
                "\"12345678901234567890123456789012345678901234567890123456789012345\""
            })
    void refusesAStudyInstanceUidThatIsNone(String value) {
        assertThatThrownBy(() -> decode(GOOD.replace("\"1.2.3\"", value)))
                .isInstanceOf(EventFormatException.class)
                .hasMessageContaining("studyInstanceUID")
                .hasMessageNotContaining("passwd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/", "../pacs", "", "a b", "\\u0000"})
    void refusesASourceThatIsNotAName(String value) {
        assertThatThrownBy(() -> decode(GOOD.replace("\"pacs\"", "\"" + value + "\"")))
                .isInstanceOf(EventFormatException.class);
    }

    @Test
    void refusesAnUnknownPriorityAndADateWithoutOffset() {
        assertThatThrownBy(() -> decode(GOOD.replace("{", "{\"priority\":\"NOW\",")))
                .isInstanceOf(EventFormatException.class);
        assertThatThrownBy(() -> decode(GOOD.replace("10:00:00Z", "10:00:00")))
                .isInstanceOf(EventFormatException.class);
    }

    @Test
    void refusesAnythingAboveItsBounds() {
        assertThatThrownBy(() -> decode(GOOD.replace("{", "{\"accessionNumber\":\"" + "1".repeat(65) + "\",")))
                .isInstanceOf(EventFormatException.class);
        byte[] long1 = new byte[EventCodec.MAX_MESSAGE_BYTES + 1];
        Arrays.fill(long1, (byte) ' ');
        assertThatThrownBy(() -> EventCodec.decodeStudyAvailable(long1))
                .isInstanceOf(EventFormatException.class)
                .hasMessageContaining("longer");
        assertThatThrownBy(() -> decode(GOOD.replace("{", "{\"deep\":" + "[".repeat(1000) + "]".repeat(1000) + ",")))
                .isInstanceOf(EventFormatException.class);
    }

    @Property
    void anyBytesAreAnEventOrAFormatException(@ForAll byte[] message) {
        try {
            assertThat(EventCodec.decodeStudyAvailable(message)).isNotNull();
        } catch (EventFormatException e) {
            assertThat(e).hasMessageMatching("[ -~]*");
        }
    }
}
