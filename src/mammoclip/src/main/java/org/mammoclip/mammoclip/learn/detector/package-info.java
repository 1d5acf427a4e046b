/**
 * Training of the detector on images with boxes. Start at {@link org.mammoclip.mammoclip.learn.detector.DetectorTraining}; which images
 * are learned from says {@link org.mammoclip.mammoclip.learn.detector.DetectorImages}, how good the result is {@link
 * org.mammoclip.mammoclip.learn.detector.DetectorResults}.
 */
@NullMarked
package org.mammoclip.mammoclip.learn.detector;

import org.jspecify.annotations.NullMarked;
