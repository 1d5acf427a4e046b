/**
 * Random changes to training images: flips, an affine map, an elastic one. Plain Java on grey rasters, no engine. Start at {@link
 * org.mammoclip.mammoclip.augment.Augmentation}: it draws a {@link org.mammoclip.mammoclip.augment.Warp}, which is then applied to
 * the image and to its boxes alike.
 *
 * <p>Coordinates are pixel edges: x grows to the right from 0 to the number of columns, y downwards, and the pixel in row r and
 * column c covers the square from (c, r) to (c + 1, r + 1). Everything here is immutable or a pure function and may be used by
 * several threads; a random generator belongs to one.
 */
@NullMarked
package org.mammoclip.mammoclip.augment;

import org.jspecify.annotations.NullMarked;
