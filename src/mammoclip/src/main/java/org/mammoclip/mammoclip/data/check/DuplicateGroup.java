package org.mammoclip.mammoclip.data.check;

import java.util.List;

/**
 * Images that are the same picture, pixel for pixel, once prepared.
 *
 * @param images at least two, by name
 * @param acrossPatients whether they are of different patients
 * @param acrossSplits whether a table puts them into different splits or folds
 */
public record DuplicateGroup(List<ImageName> images, boolean acrossPatients, boolean acrossSplits) {
    public DuplicateGroup {
        images = List.copyOf(images);
    }
}
