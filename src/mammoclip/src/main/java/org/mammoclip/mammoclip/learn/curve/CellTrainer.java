package org.mammoclip.mammoclip.learn.curve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.mammoclip.mammoclip.card.LearningResult;

/** Trains and measures one cell of the grid. */
@FunctionalInterface
public interface CellTrainer {
    /** Split of the result that counts what was learned from: {@link #LABELS} with the counts of its scope. */
    String TRAINING = "training";

    /** Metric whose scope counts the training images and positives; its value is the number of images. */
    String LABELS = "labels";

    /**
     * @param folder for what the training keeps; a training that was stopped finds there what it left
     * @return the metrics of every test, whose names are the splits of their scopes, and {@link #LABELS}; without metrics if there
     *     is nothing to learn because all images have the same label
     */
    List<LearningResult> train(CurveCell cell, Path folder) throws IOException;
}
