package org.mammoclip.mammoclip;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The findings a worker asks for, with their operating points. Prompts are data: one negative and one positive phrase per
 * finding, lower case, no template, as the reference evaluates them.
 *
 * @param thresholdsVersion names this set in every output, because a changed threshold changes what is called present
 * @param findings 1 to 32 findings with distinct keys, in output order
 */
public record FindingSet(String thresholdsVersion, List<FindingPrompt> findings) {
    /**
     * Mass and suspicious calcification with the reference's VinDr prompts. A threshold of 0.5 means that the image is
     * closer to the positive phrase than to the negative one; it is not an operating point found on data.
     */
    public static final FindingSet DEFAULT = new FindingSet(
            "default-1",
            List.of(
                    new FindingPrompt("mass", "Mass", "no mass", "mass", 0.5),
                    new FindingPrompt(
                            "suspicious_calcification",
                            "Suspicious calcification",
                            "no suspicious calcification",
                            "suspicious calcification",
                            0.5)));

    private static final int MAX_FINDINGS = 32;

    public FindingSet {
        findings = List.copyOf(findings);
        if (thresholdsVersion.isBlank()) {
            throw new IllegalArgumentException("a finding set needs a thresholds version");
        }
        if (findings.isEmpty() || findings.size() > MAX_FINDINGS) {
            throw new IllegalArgumentException(findings.size() + " findings: 1 to " + MAX_FINDINGS + " are allowed");
        }
        Set<String> keys = new HashSet<>();
        for (FindingPrompt finding : findings) {
            if (!keys.add(finding.key())) {
                throw new IllegalArgumentException("finding " + finding.key() + " is given twice");
            }
        }
    }
}
