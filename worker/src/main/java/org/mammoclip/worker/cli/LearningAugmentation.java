package org.mammoclip.worker.cli;

import java.util.Optional;
import org.mammoclip.mammoclip.augment.Augmentation;

/** What happens to a training image. */
enum LearningAugmentation {
    SYMMETRIC,
    REFERENCE,
    FLIPS,
    NONE;

    /** Empty for none. */
    Optional<Augmentation> toAugmentation() {
        return switch (this) {
            case SYMMETRIC -> Optional.of(Augmentation.SYMMETRIC);
            case REFERENCE -> Optional.of(Augmentation.AS_EXECUTED);
            case FLIPS -> Optional.of(Augmentation.FLIPS);
            case NONE -> Optional.empty();
        };
    }
}
