package org.mammoclip.mammoclip.data.check;

import java.util.Set;

/** What is known of an image's file. */
public sealed interface ImageFact {
    /**
     * It can be learned from.
     *
     * @param form DICOM or picture
     * @param rows of the image as stored
     * @param columns of the image as stored
     * @param pixels of the grey values that a model would see
     * @param flags what the preparation noticed, by its permanent names
     */
    record Usable(String form, int rows, int columns, PixelDigest pixels, Set<String> flags) implements ImageFact {
        public Usable {
            flags = Set.copyOf(flags);
        }
    }

    /** There is a file, but no image a model could see. @param reason without patient data */
    record Unusable(String reason) implements ImageFact {}

    /** There is no file, or it cannot be told which it is. */
    record Missing(String reason) implements ImageFact {}

    /** Half of a SHA-256: equal for equal pixels and size, for all that can happen by accident. */
    record PixelDigest(long high, long low) {
        /** Half as many hexadecimal digits as the whole has. */
        public String hex() {
            return String.format(java.util.Locale.ROOT, "%016x%016x", high, low);
        }
    }
}
