/**
 * The supervised detector: RetinaNet on an EfficientNet whose padding differs from the classifier's. Start reading at {@link
 * org.mammoclip.mammoclip.detect.RetinaNet}.
 */
@NullMarked
package org.mammoclip.mammoclip.detect;

import org.jspecify.annotations.NullMarked;
