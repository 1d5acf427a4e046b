package org.mammoclip.mammoclip.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a PyTorch file does not hold itself: the vocabulary of a CLIP checkpoint, the attribute embeddings of a mapper. Where nobody
 * says, {@code <file>.vocab.txt} or {@code vocab.txt}, and {@code <file>.attributes.pth}, in the same folder.
 *
 * @param givenVocabulary instead of what stands beside the file
 * @param givenAttributes instead of what stands beside the file
 */
record CompanionFiles(
        @Nullable Path givenVocabulary, @Nullable Path givenAttributes) {
    static final CompanionFiles BESIDE = new CompanionFiles(null, null);

    /** @throws CheckpointFormatException if there is none, saying where it is looked for */
    Path vocabulary(Path file) throws CheckpointFormatException {
        if (givenVocabulary != null) {
            return givenVocabulary;
        }
        String own = file.getFileName() + ".vocab.txt";
        for (String name : List.of(own, ModelFolder.VOCABULARY_FILE)) {
            if (Files.isRegularFile(file.resolveSibling(name))) {
                return file.resolveSibling(name);
            }
        }
        throw new CheckpointFormatException(file.getFileName() + " has no vocabulary: put the text encoder's vocab.txt"
                + " beside it (as vocab.txt or " + own + "), or import it with --vocabulary");
    }

    Optional<Path> attributes(Path file) {
        if (givenAttributes != null) {
            return Optional.of(givenAttributes);
        }
        return Optional.of(file.resolveSibling(file.getFileName() + ".attributes.pth"))
                .filter(Files::isRegularFile);
    }
}
