package org.mammoclip.worker.learn;

import java.util.Optional;
import org.mammoclip.worker.evaluate.SourceMap;

/**
 * An image as the model takes it.
 *
 * @param grey 8-bit values, row by row; not to be changed
 * @param sourceMap from original to model pixels; empty for a picture that was prepared elsewhere, or cropped in two parts
 */
record PreparedImage(byte[] grey, Optional<SourceMap> sourceMap) {}
