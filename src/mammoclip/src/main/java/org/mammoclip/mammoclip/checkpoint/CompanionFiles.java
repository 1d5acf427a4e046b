package org.mammoclip.mammoclip.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a PyTorch file does not hold itself: the vocabulary of a CLIP checkpoint, the attribute embeddings of a mapper. Where nobody
 * says, {@code <file>.vocab.txt} or {@code vocab.txt}, and {@code <file>.attributes.pth}, in the same folder.
 *
 * @param givenVocabulary instead of what stands beside the file
 * @param givenAttributes instead of what stands beside the file
 * @param computedAttributes instead of any file
 */
record CompanionFiles(
        @Nullable Path givenVocabulary,
        @Nullable Path givenAttributes,
        @Nullable ComputedAttributes computedAttributes) {
    static final CompanionFiles BESIDE = new CompanionFiles(null, null, null);

    /** Given, or beside the file; absent if there is none. */
    Optional<Path> findVocabulary(Path file) {
        if (givenVocabulary != null) {
            return Optional.of(givenVocabulary);
        }
        return Stream.of(ownVocabulary(file), ModelFolder.VOCABULARY_FILE)
                .map(file::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** @throws CheckpointFormatException if there is none, saying where it is looked for */
    Path vocabulary(Path file) throws CheckpointFormatException {
        return findVocabulary(file)
                .orElseThrow(() -> new CheckpointFormatException(file.getFileName()
                        + " has no vocabulary: put the text encoder's vocab.txt beside it (as vocab.txt or "
                        + ownVocabulary(file) + "), or import it with --vocabulary"));
    }

    private static String ownVocabulary(Path file) {
        return file.getFileName() + ".vocab.txt";
    }

    Optional<Path> attributes(Path file) {
        if (givenAttributes != null) {
            return Optional.of(givenAttributes);
        }
        return Optional.of(file.resolveSibling(file.getFileName() + ".attributes.pth"))
                .filter(Files::isRegularFile);
    }
}
