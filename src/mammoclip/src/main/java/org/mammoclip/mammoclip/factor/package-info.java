/**
 * Mammo-FActOR: which channels of the feature map speak the language of a sentence, and where in the image they are active. Start
 * reading at {@link org.mammoclip.mammoclip.factor.AttributeMapper} (channels to the joint space), then {@link
 * org.mammoclip.mammoclip.factor.FactorHeatMap} and {@link org.mammoclip.mammoclip.factor.HeatMapBoxes}.
 */
@NullMarked
package org.mammoclip.mammoclip.factor;

import org.jspecify.annotations.NullMarked;
