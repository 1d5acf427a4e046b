/**
 * Attribution maps as images that every PACS shows: RGB Secondary Captures with burned-in legend and disclaimer. Start
 * reading at {@link org.mammoclip.mammogram.overlay.AttributionOverlay}.
 */
@NullMarked
package org.mammoclip.mammogram.overlay;

import org.jspecify.annotations.NullMarked;
