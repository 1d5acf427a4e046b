package org.mammoclip.schema.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that scoring one revision gave.
 *
 * @param priority URGENT or ROUTINE
 * @param suspicion 0 to 1, orders the worklist among equal priorities
 * @param findings of images, breasts and study
 * @param density of the exam; null: not asked
 * @param outputs their files are durable
 * @param deliveries each names one of the outputs
 * @param device where the model ran, for example cpu
 */
public record ScoringResult(
        RecordedModel model,
        TriagePriority priority,
        double suspicion,
        List<FindingRow> findings,
        @Nullable RecordedDensity density,
        List<OutputObject> outputs,
        List<PlannedDelivery> deliveries,
        String device,
        Instant scoredAt) {
    public ScoringResult {
        if (!(suspicion >= 0 && suspicion <= 1)) {
            throw new IllegalArgumentException("suspicion is 0 to 1");
        }
        findings = List.copyOf(findings);
        outputs = List.copyOf(outputs);
        deliveries = List.copyOf(deliveries);
        device = Checks.text(device, 40);
        for (PlannedDelivery delivery : deliveries) {
            if (outputs.stream().noneMatch(o -> o.sopInstanceUid().equals(delivery.sopInstanceUid()))) {
                throw new IllegalArgumentException("a delivery names an object that is not an output");
            }
        }
    }
}
