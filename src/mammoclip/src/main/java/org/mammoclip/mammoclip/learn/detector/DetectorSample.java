package org.mammoclip.mammoclip.learn.detector;

import java.util.List;
import org.mammoclip.mammoclip.loss.TargetBox;

/**
 * An image as the detector sees it.
 *
 * @param id of the image in messages; the image's name only
 * @param raster 8-bit grey values of a square, row by row
 * @param boxes in pixels of that square; may be empty
 */
record DetectorSample(String id, byte[] raster, List<TargetBox> boxes) {}
