package org.mammoclip.mammoclip.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatientFoldsTest {
    private static List<String> patients(int count) {
        return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> "p" + i).toList());
    }

    private static int[] sizes(Map<String, Integer> folds, int count) {
        int[] sizes = new int[count];
        folds.values().forEach(fold -> sizes[fold]++);
        return sizes;
    }

    @Test
    void dealsTheSameWhateverTheOrder() {
        List<String> patients = patients(101);
        Map<String, Integer> folds = PatientFolds.deal(patients, 4, 7);
        Collections.reverse(patients);
        assertThat(PatientFolds.deal(patients, 4, 7)).isEqualTo(folds);
        assertThat(PatientFolds.deal(patients, 4, 8)).isNotEqualTo(folds);
        assertThat(sizes(folds, 4)).containsExactly(26, 25, 25, 25);
    }

    @Test
    void everyStratumIsInEveryFoldAlike() {
        Map<String, String> strata = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            strata.put("p" + i, i % 100 == 0 ? "rare" : i % 7 == 0 ? "mass" : "none");
        }
        Map<String, Integer> folds = PatientFolds.deal(strata, 4, 1);
        assertThat(sizes(folds, 4)).containsExactly(250, 250, 250, 250);
        for (String stratum : List.of("rare", "mass", "none")) {
            Map<String, Integer> of = new HashMap<>(folds);
            of.keySet().removeIf(patient -> !stratum.equals(strata.get(patient)));
            int[] sizes = sizes(of, 4);
            int least = IntStream.of(sizes).min().orElseThrow();
            int most = IntStream.of(sizes).max().orElseThrow();
            assertThat(most - least).as(stratum).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void oneFoldIsNone() {
        assertThatThrownBy(() -> PatientFolds.deal(patients(3), 1, 1)).hasMessageContaining("2 to 100");
    }
}
