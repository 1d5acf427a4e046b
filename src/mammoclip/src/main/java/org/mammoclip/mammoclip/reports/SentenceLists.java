package org.mammoclip.mammoclip.reports;

import java.util.List;

/**
 * What can be said about one finding. The first entry of a list is what the deterministic mode says.
 *
 * @param positive sentences that report it, at least one; repeats are allowed and make a sentence more likely
 * @param negative sentences that deny it, possibly none
 */
public record SentenceLists(List<String> positive, List<String> negative) {
    public SentenceLists {
        positive = List.copyOf(positive);
        negative = List.copyOf(negative);
        if (positive.isEmpty()) {
            throw new IllegalArgumentException("no positive sentence: a finding that cannot be reported");
        }
    }
}
