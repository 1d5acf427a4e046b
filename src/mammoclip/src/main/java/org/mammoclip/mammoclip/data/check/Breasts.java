package org.mammoclip.mammoclip.data.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How many there are.
 *
 * @param oneView breasts with CC only or MLO only, the first of them
 */
record Breasts(int patients, int exams, int breasts, int bothViews, int oneViewOnly, List<String> oneView) {
    static Breasts of(List<CheckedTable> tables) {
        Set<String> patients = new HashSet<>();
        Set<String> exams = new HashSet<>();
        Map<String, Set<String>> views = new LinkedHashMap<>();
        for (CheckedTable table : tables) {
            for (CheckedRow row : table.rows()) {
                patients.add(row.patient());
                exams.add(row.patient() + "\n" + row.exam());
                String breast = row.patient() + (row.exam().equals(row.patient()) ? "" : ", exam " + row.exam()) + ", "
                        + row.side();
                views.computeIfAbsent(breast, key -> new TreeSet<>()).add(row.view());
            }
        }
        List<String> oneView = new ArrayList<>();
        int both = 0;
        int one = 0;
        for (Map.Entry<String, Set<String>> breast : views.entrySet()) {
            boolean cc = breast.getValue().contains("CC");
            boolean mlo = breast.getValue().contains("MLO");
            both += cc && mlo ? 1 : 0;
            if (cc != mlo) {
                one++;
                if (oneView.size() < Problem.MAX_SHOWN) {
                    oneView.add("patient " + breast.getKey() + ": " + (cc ? "CC" : "MLO"));
                }
            }
        }
        return new Breasts(patients.size(), exams.size(), views.size(), both, one, oneView);
    }

    Optional<Problem> problem() {
        return oneViewOnly == 0
                ? Optional.empty()
                : Optional.of(new Problem(
                        Issue.ONE_VIEW,
                        oneViewOnly,
                        oneViewOnly + " of " + breasts + " breasts have only CC or only MLO",
                        oneView));
    }
}
