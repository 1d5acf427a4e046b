package org.mammoclip.mammoclip.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;

/**
 * What can be said about parameters without other values to compare them with: all are there in their shapes, all values are
 * finite, no variance is negative, none is constant zero that should be drawn or learned.
 *
 * @param tensors parameters looked at
 * @param values numbers in them
 * @param trainable numbers that training moves, without running statistics
 * @param defects what is wrong, by parameter; empty if nothing is
 */
public record ParameterSurvey(int tensors, long values, long trainable, List<String> defects) {
    public ParameterSurvey {
        defects = List.copyOf(defects);
    }

    /**
     * Reads every parameter once.
     *
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException naming the first that is missing or has another shape
     */
    public static ParameterSurvey of(NDManager manager, List<ParameterSpec> expected, ParameterSource source) {
        long values = 0;
        long trainable = 0;
        List<String> defects = new ArrayList<>();
        for (ParameterSpec spec : expected) {
            float[] read;
            try (NDArray array = source.read(manager, spec.name(), spec.shape())) {
                read = array.toFloatArray();
            }
            values += read.length;
            trainable += spec.isStatistic() ? 0 : read.length;
            String defect = defect(spec, read);
            if (!defect.isEmpty()) {
                defects.add(spec.name() + ": " + defect);
            }
        }
        return new ParameterSurvey(expected.size(), values, trainable, defects);
    }

    private static String defect(ParameterSpec spec, float[] values) {
        int infinite = 0;
        int negative = 0;
        boolean zero = true;
        for (float value : values) {
            infinite += Float.isFinite(value) ? 0 : 1;
            negative += value < 0 ? 1 : 0;
            zero &= value == 0;
        }
        if (infinite > 0) {
            return infinite + " of " + values.length + " values are NaN or infinite";
        }
        if (spec.role() == Parameter.Type.RUNNING_VAR && negative > 0) {
            return negative + " of " + values.length + " variances are negative";
        }
        if (spec.role() == Parameter.Type.WEIGHT && zero) {
            return "all values are zero";
        }
        return "";
    }
}
