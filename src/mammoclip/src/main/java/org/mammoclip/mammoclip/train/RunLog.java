package org.mammoclip.mammoclip.train;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Figures of a run in both of its logs: {@code metrics.jsonl} and TensorBoard's event file. */
final class RunLog implements AutoCloseable {
    private final MetricsFile metrics;
    private final TensorBoardFile events;

    private RunLog(MetricsFile metrics, TensorBoardFile events) {
        this.metrics = metrics;
        this.events = events;
    }

    /**
     * What was logged after the last save is dropped.
     *
     * @param step steps that it holds
     * @param awaitsValidation whether the validation after that step is not part of it
     */
    static RunLog open(RunFolder folder, long step, boolean awaitsValidation, Clock clock) throws IOException {
        TensorBoardFile events = TensorBoardFile.create(folder.path(), step, clock);
        try {
            return new RunLog(MetricsFile.open(folder.resolve("metrics.jsonl"), step, awaitsValidation), events);
        } catch (IOException | RuntimeException e) {
            events.close();
            throw e;
        }
    }

    /**
     * @param kind {@code training} or {@code validation}
     * @param step steps taken
     * @param figures finite
     */
    void append(String kind, long step, Map<String, Double> figures) throws IOException {
        metrics.append(kind, step, figures);
        Map<String, Double> scalars = new LinkedHashMap<>();
        figures.forEach((name, value) -> scalars.put(kind + "/" + name, value));
        events.scalars(step, scalars);
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
