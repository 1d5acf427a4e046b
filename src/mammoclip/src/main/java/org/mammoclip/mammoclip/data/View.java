package org.mammoclip.mammoclip.data;

import java.util.Locale;

/** The projection of an image, as far as learning tells them apart. */
public enum View {
    CC,
    MLO,
    /** A rarer projection, or the table does not say. */
    OTHER;

    /** Of what a table says, whatever its case. */
    public static View of(String name) {
        return switch (name.strip().toUpperCase(Locale.ROOT)) {
            case "CC" -> CC;
            case "MLO" -> MLO;
            default -> OTHER;
        };
    }
}
