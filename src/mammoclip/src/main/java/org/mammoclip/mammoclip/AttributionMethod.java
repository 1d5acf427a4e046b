package org.mammoclip.mammoclip;

/** How an attribution map was made; the label goes into every output that shows the map. */
public enum AttributionMethod {
    /**
     * Sum over channels of (column of the image projection . text embedding) x feature map, negative part cut off, scaled
     * to 0..1. Exact for the projected vector because pooling and projection are linear; no training, no gradients.
     */
    LINEAR_ACTIVATION("gradient-free linear activation map"),

    /** Sum of the channels whose pattern a trained mapper finds to agree with a sentence; negative part cut off, scaled to 0..1. */
    FACTOR("Mammo-FActOR map"),

    /** No map was asked for; all values are 0. */
    NONE("no attribution map");

    private final String label;

    AttributionMethod(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
