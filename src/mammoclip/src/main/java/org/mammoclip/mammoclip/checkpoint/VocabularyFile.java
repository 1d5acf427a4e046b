package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.mammoclip.mammoclip.text.Vocabulary;

/**
 * {@code vocab.txt}: one piece per line, UTF-8.
 *
 * @param sha256 of the file's bytes
 */
record VocabularyFile(Vocabulary vocabulary, String sha256) {
    private static final long MAX_BYTES = 1 << 24;

    /**
     * @param size lines it must have
     * @throws CheckpointFormatException if it is too large, not UTF-8, of another length or not a vocabulary
     */
    static VocabularyFile read(Path file, int size) throws IOException {
        return of(String.valueOf(file.getFileName()), ModelFolder.readBounded(file, MAX_BYTES), size);
    }

    /**
     * @param name of the file, for messages
     * @param size lines it must have
     * @throws CheckpointFormatException if it is not UTF-8, of another length or not a vocabulary
     */
    static VocabularyFile of(String name, byte[] words, int size) throws CheckpointFormatException {
        return new VocabularyFile(decode(name, words, size), Digests.sha256(words));
    }

    static byte[] encode(Vocabulary vocabulary) {
        return (String.join("\n", vocabulary.pieces()) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Vocabulary decode(String name, byte[] words, int size) throws CheckpointFormatException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(words))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CheckpointFormatException(name + " is not UTF-8", e);
        }
        String[] lines = text.split("\r?\n", -1);
        boolean finalNewLine = lines.length > 1 && lines[lines.length - 1].isEmpty();
        List<String> pieces = Arrays.asList(lines).subList(0, finalNewLine ? lines.length - 1 : lines.length);
        if (pieces.size() != size) {
            throw new CheckpointFormatException(
                    name + " has " + pieces.size() + " lines, the model's text tower knows " + size + " pieces");
        }
        try {
            return new Vocabulary(pieces);
        } catch (IllegalArgumentException e) {
            throw new CheckpointFormatException(name + ": " + e.getMessage(), e);
        }
    }
}
