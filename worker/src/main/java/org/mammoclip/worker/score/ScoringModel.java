package org.mammoclip.worker.score;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mammoclip.mammoclip.ModelCard;
import org.mammoclip.mammogram.ModelIdentity;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.prepare.MammogramPreparation;
import org.mammoclip.schema.ledger.RecordedModel;
import org.mammoclip.schema.ledger.Sha256;
import org.mammoclip.worker.config.FindingsConfig;

/**
 * The opened model in the words of reports and ledger: the mapper between {@code mammoclip} and {@code mammogram}.
 *
 * @param preparation from stored pixels to what the model takes
 * @param identity as reports state it
 * @param recorded as the ledger keeps it
 * @param findings by the model's own key
 * @param rules how scores become findings and a priority
 * @param device where it runs
 */
record ScoringModel(
        MammogramPreparation preparation,
        ModelIdentity identity,
        RecordedModel recorded,
        Map<String, Finding> findings,
        DecisionRules rules,
        String device) {
    /**
     * @param asked what the model was opened with
     * @param codeVersion of this software
     */
    static ScoringModel of(ModelCard card, FindingsConfig asked, String codeVersion) {
        if (!card.findings().equals(asked.set())) {
            throw new IllegalArgumentException("the model was opened with other findings");
        }
        Map<String, Finding> findings = new LinkedHashMap<>();
        asked.rules().thresholds().keySet().forEach(finding -> findings.put(finding.key(), finding));
        String notice = card.trained() && !card.synthetic() ? "" : card.statement();
        ModelIdentity identity = new ModelIdentity(
                card.name(),
                card.version(),
                card.checkpointSha256(),
                codeVersion,
                card.preprocessingVersion(),
                card.findings().thresholdsVersion(),
                card.findingsSha256(),
                notice);
        RecordedModel recorded = new RecordedModel(
                card.name(),
                card.version(),
                new Sha256(card.checkpointSha256()),
                codeVersion,
                card.preprocessingVersion(),
                card.findings().thresholdsVersion(),
                new Sha256(card.findingsSha256()),
                card.statement());
        return new ScoringModel(
                ImagePreparation.forModel(card),
                identity,
                recorded,
                Collections.unmodifiableMap(findings),
                asked.rules(),
                card.device());
    }
}
