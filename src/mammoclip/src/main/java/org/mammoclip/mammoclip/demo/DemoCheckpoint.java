package org.mammoclip.mammoclip.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.CheckpointFolder;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.text.Vocabulary;

/**
 * {@code builtin:demo}: a small Mammo-CLIP model that this project trained from nothing on computed phantoms and their reports, so
 * that the whole path shows scores and maps that mean something, about phantoms. It has never seen a patient: on patients' images
 * its scores mean nothing. {@code src/mammoclip/demonstration} has the commands that made it and its model card.
 */
public final class DemoCheckpoint implements Checkpoint {
    private final CheckpointFolder files;

    public DemoCheckpoint() {
        try {
            this.files =
                    CheckpointFolder.of(resource("model.json"), resource("vocab.txt"), resource("model.safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException("the demonstration model on the class path cannot be read", e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = DemoCheckpoint.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the demonstration model's " + name + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    @Override
    public ModelDescription description() {
        return files.description();
    }

    @Override
    public Vocabulary vocabulary() {
        return files.vocabulary();
    }

    @Override
    public ParameterSource parameters() {
        return files.parameters();
    }

    @Override
    public String sha256() {
        return files.sha256();
    }

    /** Nothing to do: the files are in memory. */
    @Override
    public void close() {}
}
