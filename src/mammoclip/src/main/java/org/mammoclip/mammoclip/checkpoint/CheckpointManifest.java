package org.mammoclip.mammoclip.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The content of {@code model.json}: the description, and the digests of the two files beside it. Its own SHA-256 therefore stands
 * for the whole checkpoint.
 *
 * @param format always {@link #FORMAT}
 * @param parametersSha256 of {@code model.safetensors}
 * @param vocabularySha256 of {@code vocab.txt}
 */
record CheckpointManifest(
        String format, ModelDescription description, String parametersSha256, String vocabularySha256) {
    static final String FORMAT = "mammoclip-checkpoint/1";

    /** Written with sorted keys and line feeds, so that the digest depends on neither the JSON library's version nor the system. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    CheckpointManifest {
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException("format must be " + FORMAT);
        }
        if (!parametersSha256.matches("[0-9a-f]{64}") || !vocabularySha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("file digests must be SHA-256 in lower-case hexadecimal");
        }
    }

    static CheckpointManifest decode(byte[] json) throws CheckpointFormatException {
        try {
            return JSON.readValue(json, CheckpointManifest.class);
        } catch (JsonProcessingException e) {
            throw new CheckpointFormatException("model.json: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new CheckpointFormatException("model.json cannot be read", e);
        }
    }

    /** The same manifest gives the same bytes. */
    byte[] encode() {
        try {
            return JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
                    .writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    static String sha256(byte[] content) {
        MessageDigest digest = newDigest();
        digest.update(content);
        return hex(digest);
    }
}
