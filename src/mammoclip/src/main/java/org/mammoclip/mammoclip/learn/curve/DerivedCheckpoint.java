package org.mammoclip.mammoclip.learn.curve;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.text.Vocabulary;
import org.mammoclip.mammoclip.train.InitialValues;

/**
 * A model like another one, with an image tower of its own. Borrows the other one, which stays open as long as this is used.
 *
 * @param base everything but the image tower
 * @param tower values of the image tower, under their full names
 * @param sha256 names this combination
 */
record DerivedCheckpoint(Checkpoint base, ParameterSource tower, String sha256) implements Checkpoint {
    /** With weights drawn from a seed. */
    static DerivedCheckpoint random(Checkpoint base, long seed) {
        return new DerivedCheckpoint(
                base,
                InitialValues.of(seed, base.description().parameters()),
                sha256("random image tower " + seed + " of " + base.sha256()));
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public ModelDescription description() {
        return base.description();
    }

    @Override
    public Vocabulary vocabulary() {
        return base.vocabulary();
    }

    @Override
    public ParameterSource parameters() {
        return new Joined(base.parameters(), tower);
    }

    /** Closes nothing: both parts are borrowed. */
    @Override
    public void close() {}

    private record Joined(ParameterSource base, ParameterSource tower) implements ParameterSource {
        @Override
        public Set<String> names() {
            return base.names();
        }

        @Override
        public NDArray read(NDManager manager, String name, Shape shape) {
            return (name.startsWith(ModelDescription.IMAGE_PREFIX) ? tower : base).read(manager, name, shape);
        }
    }
}
