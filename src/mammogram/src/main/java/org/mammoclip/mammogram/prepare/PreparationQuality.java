package org.mammoclip.mammogram.prepare;

/** What a reader of a score should know about the preparation of the image. Names are permanent. */
public enum PreparationQuality {
    /** No column rose above the background: nothing was cropped, the image may show no breast. */
    NO_BREAST_FOUND,

    /**
     * Two equally wide bright regions were kept and joined, as the reference does. Places in the prepared image do not map
     * back to the source as a whole, so no location may be reported.
     */
    GLUED_REGIONS,

    /** The crop was smaller than the model input on an axis and was enlarged. */
    ENLARGED
}
