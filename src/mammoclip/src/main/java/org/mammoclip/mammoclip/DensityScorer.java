package org.mammoclip.mammoclip;

import org.mammoclip.mammoclip.classify.ClassifierHead;

/** The breast density of an image by a classifier with four exclusive outputs. Engine thread only. */
record DensityScorer(ImageTower tower, ClassifierHead head) {
    /** @throws ArithmeticException if a logit is not finite */
    BreastDensity answer(ImagePass pass) {
        return BreastDensity.ofLogits(head.logits(pass.features(tower).pooled()));
    }
}
