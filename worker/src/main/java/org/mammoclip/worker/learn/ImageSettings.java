package org.mammoclip.worker.learn;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How images are read and kept.
 *
 * @param preparePictures crop and resize pictures too, instead of taking them as they are
 * @param cache folder for prepared images
 * @param mostCachedBytes beyond which nothing is added to that folder, at least 0
 * @param mostHeldBytes pixels that are kept in memory, at least 0
 */
public record ImageSettings(boolean preparePictures, Optional<Path> cache, long mostCachedBytes, long mostHeldBytes) {
    public ImageSettings {
        if (mostCachedBytes < 0 || mostHeldBytes < 0) {
            throw new IllegalArgumentException("bytes of a cache must be at least 0");
        }
    }

    /** What decides pixels, in words that stay the same. */
    String preparation() {
        return preparePictures ? "pictures prepared here" : "pictures as they are";
    }

    /** The same with a part of the memory, for one of several folders. */
    ImageSettings sharedBy(int folders) {
        return new ImageSettings(preparePictures, cache, mostCachedBytes, mostHeldBytes / folders);
    }
}
