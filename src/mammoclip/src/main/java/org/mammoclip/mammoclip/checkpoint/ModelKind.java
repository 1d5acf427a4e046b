package org.mammoclip.mammoclip.checkpoint;

import java.util.Locale;

/** The four kinds of model file. */
public enum ModelKind {
    /** Image and text tower with their projections: what pre-training writes. */
    CLIP("mammoclip-checkpoint/1"),
    /** An image tower with a linear layer on its pooled vector. */
    CLASSIFIER("mammoclip-classifier/1"),
    /** RetinaNet on an image tower. */
    DETECTOR("mammoclip-detector/1"),
    /** Mammo-FActOR's projections of feature channels, one per attribute. */
    MAPPER("mammoclip-mapper/1");

    private final String format;

    ModelKind(String format) {
        this.format = format;
    }

    /** What {@code format} in {@code model.json} must be. */
    String format() {
        return format;
    }

    /** As people and JSON read it: {@code clip}, {@code classifier}, {@code detector}, {@code mapper}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
