package org.mammoclip.worker.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.slf4j.event.KeyValuePair;

/**
 * One log event as one line of JSON: {@code time} (UTC), {@code level}, {@code logger}, {@code thread}, {@code message},
 * the event's own key-value pairs, and for a failure {@code error} and a shortened {@code stack}. JSON escaping keeps a
 * line a line, whatever an event holds. Thread-safe.
 */
public final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
    /** Longest text of one field, in characters; what is longer is cut. */
    static final int MAX_TEXT = 4_000;

    /** Stack frames of each throwable in a chain. */
    static final int MAX_FRAMES = 20;

    private static final int MAX_CAUSES = 5;

    private final JsonFactory json = new JsonFactory();

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator line = json.createGenerator(bytes)) {
            line.writeStartObject();
            line.writeStringField(
                    "time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
            line.writeStringField("level", event.getLevel().toString());
            line.writeStringField("logger", event.getLoggerName());
            line.writeStringField("thread", event.getThreadName());
            line.writeStringField("message", cut(event.getFormattedMessage()));
            if (event.getKeyValuePairs() != null) {
                for (KeyValuePair pair : event.getKeyValuePairs()) {
                    line.writeStringField(pair.key, cut(String.valueOf(pair.value)));
                }
            }
            if (event.getThrowableProxy() != null) {
                failure(line, event.getThrowableProxy());
            }
            line.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array takes everything", e);
        }
        bytes.writeBytes("\n".getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    private static void failure(JsonGenerator line, IThrowableProxy failure) throws IOException {
        line.writeStringField("error", cut(failure.getClassName() + ": " + failure.getMessage()));
        StringBuilder stack = new StringBuilder();
        IThrowableProxy current = failure;
        for (int depth = 0; current != null && depth < MAX_CAUSES; depth++) {
            stack.append(depth == 0 ? "" : "caused by ").append(current.getClassName());
            StackTraceElementProxy[] frames = current.getStackTraceElementProxyArray();
            for (int i = 0; i < Math.min(MAX_FRAMES, frames.length); i++) {
                stack.append("\n ").append(frames[i].getSTEAsString());
            }
            stack.append('\n');
            current = current.getCause();
        }
        line.writeStringField("stack", cut(stack.toString().stripTrailing()));
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
