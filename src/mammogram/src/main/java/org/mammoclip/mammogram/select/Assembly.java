package org.mammoclip.mammogram.select;

import java.time.Instant;
import java.util.List;
import org.mammoclip.mammogram.LeftOut;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.Slot;

/** What the instances received so far make of a study. */
public sealed interface Assembly {
    /** All four views are there. */
    record Complete(ScreeningStudy study) implements Assembly {}

    /** Not decided before then; any instance that arrives moves the deadline. */
    record Waiting(Instant until) implements Assembly {}

    /** Both views of at least one side are there; the result says that it is partial. */
    record Partial(ScreeningStudy study, List<Slot> missing) implements Assembly {
        public Partial {
            missing = List.copyOf(missing);
        }
    }

    /** Not scored. The detail is a sentence without patient data. */
    record Ineligible(IneligibleReason reason, String detail, List<LeftOut> leftOut) implements Assembly {
        public Ineligible {
            leftOut = List.copyOf(leftOut);
        }
    }
}
