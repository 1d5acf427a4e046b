package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import org.mammoclip.mammoclip.text.Vocabulary;

/**
 * A model that does not exist yet: what it shall be, and its words.
 *
 * @param description its text tower has as many pieces as the vocabulary
 */
public record NewModel(ModelDescription description, Vocabulary vocabulary) {
    private static final long MAX_DESCRIPTION = 1 << 20;

    /**
     * Reads both files.
     *
     * @param json the description as JSON, or the {@code model.json} of a pre-training checkpoint
     * @param words one piece a line
     * @throws CheckpointFormatException saying which field is wrong, or that the vocabulary has another length
     */
    public static NewModel read(Path json, Path words) throws IOException {
        byte[] text = ModelFolder.readBounded(json, MAX_DESCRIPTION);
        ModelDescription description = CheckpointManifest.decodeClip(text, String.valueOf(json.getFileName()));
        return new NewModel(
                description,
                VocabularyFile.read(words, description.text().vocabulary()).vocabulary());
    }
}
