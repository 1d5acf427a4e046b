package org.mammoclip.mammoclip;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.mammoclip.mammoclip.factor.HeadLayout;

/** How the map of a finding's evidence is made. */
public sealed interface AttributionSource {
    /**
     * A trained Mammo-FActOR mapper: channels of the feature map that agree with the attribute's sentence are summed.
     *
     * @param checkpoint file or folder
     * @param attribute one of its attributes
     * @param strongest how many channels count; empty: all that agree
     * @param layout of a mapper with several attributes
     */
    record Mapper(Path checkpoint, String attribute, OptionalInt strongest, HeadLayout layout)
            implements AttributionSource {
        public Mapper {
            if (attribute.isBlank()) {
                throw new IllegalArgumentException("a mapper is asked for an attribute");
            }
            if (strongest.isPresent() && strongest.getAsInt() < 1) {
                throw new IllegalArgumentException("at least one channel must count");
            }
        }

        /** In the layout that was meant. */
        public Mapper(Path checkpoint, String attribute, OptionalInt strongest) {
            this(checkpoint, attribute, strongest, HeadLayout.PER_ATTRIBUTE);
        }
    }

    /**
     * The gradient-free map: the direction of the positive phrases, or the classifier's weights, pulled back to the channels of the
     * feature map. Exact, because pooling and what follows are linear; needs no training.
     */
    record Linear() implements AttributionSource {}

    /** No map. */
    record None() implements AttributionSource {}
}
