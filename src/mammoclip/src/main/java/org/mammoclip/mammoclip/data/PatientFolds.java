package org.mammoclip.mammoclip.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Patients dealt to folds like cards: all folds get the same number, give or take one, and so many of each stratum, give or take one.
 * The same patients, strata and seed give the same folds, whatever their order. One patient more may move others: deal once, and
 * keep the column.
 */
public final class PatientFolds {
    /** As the reference divides its patients. */
    public static final int USUAL = 4;

    /** More folds than anybody validates on. */
    public static final int MOST = 100;

    private static final String PURPOSE = "fold";

    private PatientFolds() {}

    /** Without strata. @return the fold of each patient, from 0 */
    public static Map<String, Integer> deal(Collection<String> patients, int folds, long seed) {
        Map<String, String> strata = new HashMap<>();
        patients.forEach(patient -> strata.put(patient, ""));
        return deal(strata, folds, seed);
    }

    /**
     * @param strata of each patient; such as the rarest finding she has
     * @param folds 2 to {@value #MOST}
     * @return the fold of each patient, from 0
     */
    public static Map<String, Integer> deal(Map<String, String> strata, int folds, long seed) {
        if (folds < 2 || folds > MOST) {
            throw new IllegalArgumentException(folds + " folds: 2 to " + MOST);
        }
        Map<String, List<String>> byStratum = new TreeMap<>();
        strata.forEach((patient, stratum) ->
                byStratum.computeIfAbsent(stratum, key -> new ArrayList<>()).add(patient));
        Map<String, Integer> dealt = new HashMap<>();
        int next = 0;
        for (List<String> patients : byStratum.values()) {
            for (String patient : Draw.ordered(seed, PURPOSE, patients)) {
                dealt.put(patient, next);
                next = (next + 1) % folds;
            }
        }
        return dealt;
    }
}
