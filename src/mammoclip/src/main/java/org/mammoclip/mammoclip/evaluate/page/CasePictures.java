package org.mammoclip.mammoclip.evaluate.page;

import java.util.Optional;
import org.mammoclip.mammoclip.evaluate.Observation;

/** Where the page gets pictures of cases from. */
@FunctionalInterface
public interface CasePictures {
    /** No pictures: predictions came from a table. */
    CasePictures NONE = (finding, observation) -> Optional.empty();

    /** @return the picture of a case, or empty if there is none */
    Optional<Picture> of(String finding, Observation observation);

    /**
     * Two PNG files of the same size.
     *
     * @param image as the model saw it
     * @param map the image with the attribution map over it; empty if there is no map
     * @param mapLabel how the map was made
     */
    record Picture(PngBytes image, Optional<PngBytes> map, String mapLabel) {
        /** With the map, if there is one. */
        public PngBytes shown() {
            return map.orElse(image);
        }
    }
}
