package org.mammoclip.dicom.dcm4che;

import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips, with the reason, the contract tests that dcm4che itself cannot pass; the module's README explains them. */
final class KnownDeviations implements ExecutionCondition {
    private static final Map<String, String> REASONS = Map.of(
            "refusesOversizedPdusWithoutReadingThem", "dcm4che takes PDUs up to 16 MiB whatever it announced",
            "dropsGarbage", "dcm4che waits for ten bytes before it looks at the first",
            "abortsOnPresentationDataThatMakesNoSense", "dcm4che waits for ten bytes before it looks at the first",
            "boundsTheLengthOfACommand", "dcm4che reads a command set of any length");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String reason =
                context.getTestMethod().map(Method::getName).map(REASONS::get).orElse(null);
        return reason == null
                ? ConditionEvaluationResult.enabled("dcm4che keeps this part of the contract")
                : ConditionEvaluationResult.disabled(reason);
    }
}
