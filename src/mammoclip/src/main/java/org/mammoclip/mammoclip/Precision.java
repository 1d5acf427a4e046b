package org.mammoclip.mammoclip;

/** Floating-point type the image network computes in; scores, maps and everything else are float32 or double. */
public enum Precision {
    /** Float16 on a CUDA device where it is faithful to the checkpoint, float32 elsewhere. */
    AUTO,
    FLOAT32,
    /** Float16 where it is faithful, else float32 with a warning; needs a CUDA device. */
    FLOAT16;

    /**
     * @param text {@code auto}, {@code float32} or {@code float16}
     * @throws IllegalArgumentException naming what is accepted
     */
    public static Precision parse(String text) {
        return switch (text) {
            case "auto" -> AUTO;
            case "float32" -> FLOAT32;
            case "float16" -> FLOAT16;
            default ->
                throw new IllegalArgumentException("precision must be auto, float32 or float16, not '" + text + "'");
        };
    }

    /**
     * Whether float16 is to be tried.
     *
     * @throws IllegalArgumentException if it is asked for and cannot be
     */
    boolean half(boolean gpu) {
        if (this == FLOAT16 && !gpu) {
            throw new IllegalArgumentException(
                    "precision float16 needs a CUDA device; on a processor use auto or float32");
        }
        return this != FLOAT32 && gpu;
    }
}
