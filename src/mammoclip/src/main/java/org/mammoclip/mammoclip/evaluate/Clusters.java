package org.mammoclip.mammoclip.evaluate;

import java.util.List;
import org.mammoclip.mammoclip.evaluate.metric.Resampling;

/** What a resample of units draws. */
final class Clusters {
    private Clusters() {}

    static Resampling of(List<Observation> units, EvaluationSettings.Cluster cluster) {
        if (cluster == EvaluationSettings.Cluster.PATIENT) {
            return Resampling.byCluster(units.stream().map(Observation::patient).toList());
        }
        boolean[] positive = new boolean[units.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = units.get(i).positive();
        }
        return Resampling.stratified(positive);
    }
}
