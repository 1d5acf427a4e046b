/**
 * The supervised detector: RetinaNet on an EfficientNet whose padding differs from the classifier's. Start reading at {@link
 * org.mammoclip.mammoclip.detect.RetinaNet}; what goes in and the way back to image pixels is {@link
 * org.mammoclip.mammoclip.detect.DetectorRaster}.
 */
@NullMarked
package org.mammoclip.mammoclip.detect;

import org.jspecify.annotations.NullMarked;
