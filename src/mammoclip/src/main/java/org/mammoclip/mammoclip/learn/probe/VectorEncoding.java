package org.mammoclip.mammoclip.learn.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.NonFiniteScoreException;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.TrainingImages;

/** Computes the pooled vector of every image once; what the cache knows is not computed again. Engine thread only. */
public final class VectorEncoding {
    private final TrainingImages images;
    private final Function<ModelImage, float[]> encoder;
    private final VectorCache cache;

    /** @param encoder from an image to its pooled vector; throws {@link IllegalArgumentException} for one it cannot take */
    public VectorEncoding(TrainingImages images, Function<ModelImage, float[]> encoder, VectorCache cache) {
        this.images = images;
        this.encoder = encoder;
        this.cache = cache;
    }

    /** Who is told how far it is. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param done images with a vector, or that cannot have one
         * @param fromCache of these, computed earlier
         */
        void encoded(int done, int total, int fromCache);
    }

    /**
     * All vectors there are.
     *
     * @param fromCache images whose vector was computed earlier
     * @param unusable why an image has none, by patient and image
     */
    public record Encoded(ImageVectors vectors, int fromCache, SortedMap<String, String> unusable) {}

    /** @throws IOException if the cache cannot be written */
    public Encoded encode(List<LabelledImage> wanted, Listener listener) throws IOException {
        Map<String, float[]> vectors = new HashMap<>();
        SortedMap<String, String> unusable = new TreeMap<>();
        int fromCache = 0;
        int done = 0;
        for (LabelledImage image : wanted) {
            byte[] grey;
            try {
                grey = images.read(image.patient(), image.image());
            } catch (IOException e) {
                unusable.put(ImageVectors.key(image), String.valueOf(e.getMessage()));
                listener.encoded(++done, wanted.size(), fromCache);
                continue;
            }
            String digest = sha256(images.size(), grey);
            float[] vector = cache.get(digest).orElse(null);
            if (vector != null) {
                fromCache++;
            } else {
                try {
                    vector = encoder.apply(ModelImage.ofGrey8(images.size(), grey));
                    cache.put(digest, vector);
                } catch (IllegalArgumentException | NonFiniteScoreException e) {
                    unusable.put(ImageVectors.key(image), String.valueOf(e.getMessage()));
                }
            }
            if (vector != null) {
                vectors.put(ImageVectors.key(image), vector);
            }
            listener.encoded(++done, wanted.size(), fromCache);
        }
        return new Encoded(new ImageVectors(vectors), fromCache, unusable);
    }

    private static String sha256(RasterSize size, byte[] grey) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((size + "\n").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(grey));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
