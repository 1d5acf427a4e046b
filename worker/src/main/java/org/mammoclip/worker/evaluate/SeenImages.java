package org.mammoclip.worker.evaluate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.mammoclip.mammoclip.evaluate.Provenance;

/** One digest for all images of a data set: of the grey values the model saw, in the order of the table. */
final class SeenImages {
    private SeenImages() {}

    static Provenance.Input of(Path folder, Map<ImageKey, ImageScores> images) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            images.forEach((key, scores) ->
                    digest.update((key + " " + scores.pixelsSha256() + "\n").getBytes(StandardCharsets.UTF_8)));
            return new Provenance.Input(
                    "Images", folder.toString(), HexFormat.of().formatHex(digest.digest()), images.size(), 0);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
