/**
 * Linear heads on the pooled vector of the image tower: mass, calcification, cancer (one logit each), density (four). Start reading
 * at {@link org.mammoclip.mammoclip.classify.ClassifierHead}.
 */
@NullMarked
package org.mammoclip.mammoclip.classify;

import org.jspecify.annotations.NullMarked;
