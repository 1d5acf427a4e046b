/**
 * The image tower: EfficientNet as the reference builds it, with static asymmetric padding (fixed from a nominal image size, not
 * from the image). Start reading at {@link org.mammoclip.mammoclip.image.EfficientNetArchitecture} (the stage tables), then
 * {@link org.mammoclip.mammoclip.image.EfficientNet} (the network as published, trainable) and {@link
 * org.mammoclip.mammoclip.image.ImageEncoder} (the same function, folded and laid out for inference).
 */
@NullMarked
package org.mammoclip.mammoclip.image;

import org.jspecify.annotations.NullMarked;
