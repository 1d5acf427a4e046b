package org.mammoclip.mammogram.select;

import java.util.List;
import java.util.Optional;
import org.mammoclip.mammogram.DecisionCode;
import org.mammoclip.mammogram.Slot;

/**
 * What is done with one instance, by the decision table of {@link ImageSelector}.
 *
 * @param code the first row that matched
 * @param slot side and view where both are known and the view is CC or MLO
 * @param view the ACR label of the view (CC, MLO, ML, XCCL ...), where known
 * @param viewSource which attribute told the view
 * @param preference how gladly the image is taken for its slot
 * @param reason the code in a sentence without patient data
 * @param warnings what was odd but did not change the decision, without patient data
 */
public record InstanceDecision(
        DecisionCode code,
        Optional<Slot> slot,
        Optional<String> view,
        ViewSource viewSource,
        Preference preference,
        String reason,
        List<String> warnings) {
    public InstanceDecision {
        warnings = List.copyOf(warnings);
    }

    /** Whether the image may be scored, by itself or as a fallback. */
    public boolean isCandidate() {
        return slot.isPresent()
                && switch (code) {
                    case STD_VIEW, PARTIAL, IMPLANT_FULL, SYNTH_2D -> true;
                    default -> false;
                };
    }
}
