package org.mammoclip.mammoclip.train;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.block.ParameterSource;

/**
 * What one kind of training computes: a model in memory, its samples, its loss. Order of samples, optimiser, schedule, saving, logs
 * and the end belong to {@link TrainingRun}.
 *
 * <p>Everything random must follow from the seed, the epoch, the sample and the step, and from nothing else: then a run that is
 * stopped and gone on with takes the steps of one that was never stopped. Engine thread only, but for {@link #read}.
 *
 * @param <B> samples of one step, read and augmented
 */
public interface TrainingTask<B> extends AutoCloseable {
    /** What the optimiser moves. The same group at each call. */
    ParameterGroup learned();

    /** Number of training samples. */
    int samples();

    /**
     * Reads the training samples of a step. Runs beside the step before, on another thread, but never beside {@link #validate} or
     * another read: no native arrays here.
     *
     * @param indices 0 to samples - 1
     * @param epoch from 0; names what augmentation draws, together with the index
     * @throws IOException if a sample cannot be read; the message names it
     * @throws IllegalArgumentException if a sample cannot be used; the message names it
     */
    B read(int[] indices, long epoch) throws IOException;

    /** Names of the samples, for the report on a batch that stopped the run; no patient's name. */
    List<String> ids(B batch);

    /**
     * Leaves this batch's gradients, and no others, in {@link #learned()}.
     *
     * @param step from 0; names what dropout draws
     * @return figures of the step, {@code loss} first
     * @throws org.mammoclip.mammoclip.loss.NonFiniteLossException if the loss is NaN or infinite
     */
    Map<String, Double> gradients(B batch, long step);

    /**
     * Figures on the validation samples after an epoch; among them the one that the run's {@link Selection} names.
     *
     * @param epoch the one that ended, from 1
     * @return a figure that is not defined (an AUROC without positives) is NaN or left out
     * @throws NonFiniteBatchException if a loss is NaN or infinite
     */
    Map<String, Double> validate(int epoch) throws IOException;

    /** All values as they are when they are read, for the parameters of the {@link TaskFactory#description}. */
    ParameterSource parameters();

    /** Frees the model. */
    @Override
    void close();
}
