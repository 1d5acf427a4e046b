package org.mammoclip.mammogram.select;

import java.util.List;
import java.util.Optional;
import org.mammoclip.mammogram.DecisionCode;
import org.mammoclip.mammogram.InstanceHeader;

/** The decision table for one instance, first match wins. Duplicates and rejection notes are study-level facts. */
public final class ImageSelector {
    private ImageSelector() {}

    public static InstanceDecision decide(InstanceHeader header, SelectionRules rules) {
        return new InstanceDecision(
                DecisionCode.EXCLUDE_MODALITY, Optional.empty(), ViewSource.NONE, false, "not decided", List.of());
    }
}
