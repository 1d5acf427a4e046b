package org.mammoclip.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLineEncoderTest {
    private final Logger logger = new LoggerContext().getLogger("some.Logger");

    private String encode(String message, @Nullable Throwable failure, KeyValuePair... pairs) {
        LoggingEvent event = new LoggingEvent("", logger, Level.WARN, message, failure, null);
        for (KeyValuePair pair : pairs) {
            event.addKeyValuePair(pair);
        }
        return new String(new JsonLineEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void anEventIsOneLineWhateverItHolds() throws Exception {
        String line = encode("line\r\n${jndi:ldap://x} \"quoted\"", null, new KeyValuePair("study", "a\nb"));
        assertThat(line).endsWith("\n").doesNotContain("\r");
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.path("message").asText()).isEqualTo("line\r\n${jndi:ldap://x} \"quoted\"");
        assertThat(json.path("study").asText()).isEqualTo("a\nb");
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    @Test
    void aFailureHasItsChainAndABoundedStack() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(encode("m", new IllegalStateException("outer", new RuntimeException("inner"))));
        assertThat(json.path("error").asText()).isEqualTo("java.lang.IllegalStateException: outer");
        assertThat(json.path("stack").asText()).contains("caused by java.lang.RuntimeException");
        assertThat(json.path("stack").asText().lines().count())
                .isLessThanOrEqualTo(2L * (JsonLineEncoder.MAX_FRAMES + 1));
    }

    @Test
    void aTextBeyondTheBoundIsCut() throws Exception {
        JsonNode json = new ObjectMapper().readTree(encode("x".repeat(JsonLineEncoder.MAX_TEXT + 1), null));
        assertThat(json.path("message").asText())
                .hasSize(JsonLineEncoder.MAX_TEXT + 3)
                .endsWith("...");
    }
}
