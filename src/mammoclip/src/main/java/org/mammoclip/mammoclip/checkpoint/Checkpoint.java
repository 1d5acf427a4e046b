package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.text.Vocabulary;

/** Everything a model is made of: what it is, its words, its parameters. One thread at a time. */
public interface Checkpoint extends AutoCloseable {
    ModelDescription description();

    Vocabulary vocabulary();

    /** Values for {@link ModelDescription#parameters()}. */
    ParameterSource parameters();

    /** SHA-256 over description, vocabulary and parameters, 64 lower-case hexadecimal digits. */
    String sha256();

    @Override
    void close() throws IOException;
}
