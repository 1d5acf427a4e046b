package org.mammoclip.mammogram.select;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.mammogram.DecisionCode;

/** Whether a study is a diagnostic work-up: what it says about itself, or views that no screening exam takes. */
final class StudyPurpose {
    private static final Pattern DIAGNOSTIC = Pattern.compile("(?i)\\bdiagnostic\\b");
    private static final int[] DESCRIPTIONS = {
        Tag.StudyDescription,
        Tag.RequestedProcedureDescription,
        Tag.ReasonForTheRequestedProcedure,
        Tag.ScheduledProcedureStepDescription
    };
    private static final int[] CODES = {Tag.RequestedProcedureCodeSequence, Tag.ReasonForRequestedProcedureCodeSequence
    };

    private StudyPurpose() {}

    /** Why the study is diagnostic, in a sentence without patient data; empty for screening. */
    static Optional<String> diagnostic(List<DecidedInstance> images) {
        for (DecidedInstance image : images) {
            InstanceDecision decision = image.decision();
            if (decision.code() == DecisionCode.EXCLUDE_SPOT_MAG) {
                return Optional.of("has a spot compression or magnification view");
            }
            if (decision.code() == DecisionCode.EXCLUDE_OTHER_VIEW
                    && decision.view()
                            .map(ViewCode::valueOf)
                            .filter(ViewCode::isLateral)
                            .isPresent()) {
                return Optional.of("has a true lateral view");
            }
            DataSet attributes = image.header().attributes();
            if (Stream.concat(Stream.of(attributes), attributes.items(Tag.RequestAttributesSequence).stream())
                    .anyMatch(StudyPurpose::saysDiagnostic)) {
                return Optional.of("its description or request says diagnostic");
            }
        }
        return Optional.empty();
    }

    private static boolean saysDiagnostic(DataSet attributes) {
        for (int tag : DESCRIPTIONS) {
            if (DIAGNOSTIC.matcher(attributes.string(tag).orElse("")).find()) {
                return true;
            }
        }
        for (int tag : CODES) {
            if (attributes.items(tag).stream()
                    .anyMatch(code -> DIAGNOSTIC
                            .matcher(code.string(Tag.CodeMeaning).orElse(""))
                            .find())) {
                return true;
            }
        }
        return false;
    }
}
