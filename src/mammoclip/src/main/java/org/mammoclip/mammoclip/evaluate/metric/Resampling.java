package org.mammoclip.mammoclip.evaluate.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How a bootstrap draws cases: whole groups with replacement, as many as there are, within each stratum. Immutable.
 *
 * <p>Images of one patient resemble each other; drawing patients keeps them together, and intervals honest.
 */
public final class Resampling {
    private final int cases;
    private final int[][] groups;
    private final int[][] strata;

    private Resampling(int cases, int[][] groups, int[][] strata) {
        this.cases = cases;
        this.groups = groups;
        this.strata = strata;
    }

    /**
     * Draws clusters, for example patients.
     *
     * @param clusterOfCase equal keys belong together
     */
    public static Resampling byCluster(List<String> clusterOfCase) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] number = new int[clusterOfCase.size()];
        for (int i = 0; i < number.length; i++) {
            number[i] = numbers.computeIfAbsent(clusterOfCase.get(i), key -> numbers.size());
        }
        int[][] groups = gather(number, numbers.size());
        int[] all = new int[groups.length];
        Arrays.setAll(all, i -> i);
        return new Resampling(number.length, groups, new int[][] {all});
    }

    /** Draws single cases, positives and negatives apart, so that every resample has as many of both as the data. */
    public static Resampling stratified(boolean[] positive) {
        int[][] groups = new int[positive.length][];
        int[] stratum = new int[positive.length];
        for (int i = 0; i < positive.length; i++) {
            groups[i] = new int[] {i};
            stratum[i] = positive[i] ? 1 : 0;
        }
        return new Resampling(positive.length, groups, gather(stratum, 2));
    }

    private static int[][] gather(int[] number, int count) {
        int[] sizes = new int[count];
        for (int n : number) {
            sizes[n]++;
        }
        int[][] members = new int[count][];
        Arrays.setAll(members, i -> new int[sizes[i]]);
        for (int i = number.length - 1; i >= 0; i--) {
            members[number[i]][--sizes[number[i]]] = i;
        }
        return members;
    }

    /** How often each case occurs in one resample, by source. */
    int[] draw(SplittableRandom random) {
        int[] weights = new int[cases];
        for (int[] stratum : strata) {
            for (int k = 0; k < stratum.length; k++) {
                for (int member : groups[stratum[random.nextInt(stratum.length)]]) {
                    weights[member]++;
                }
            }
        }
        return weights;
    }
}
