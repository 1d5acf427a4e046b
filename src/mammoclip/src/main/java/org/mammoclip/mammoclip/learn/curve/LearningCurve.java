package org.mammoclip.mammoclip.learn.curve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.card.LearningResults;

/**
 * The grid of a learning curve in a folder: each cell is trained once, and its results are kept, so that a grid that was stopped goes
 * on, and a larger grid on the same folder trains only what is new. {@code curve.json} says what all cells have in common; other
 * data or another encoder need another folder. One process at a time.
 *
 * <pre>
 * curve.json                 data, encoder, settings
 * cells/NAME/results.json    of a cell that is done
 * cells/NAME/run/            of one that is not
 * </pre>
 */
public final class LearningCurve {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String COMMON = "curve.json";
    private static final String CELLS = "cells";
    private static final String RUN = "run";

    private final Path folder;
    private final LongSupplier nanos;

    /** Told after each cell. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param cell that is done now
         * @param done cells that are done, earlier runs included
         * @param total cells of the grid
         * @param left estimate for the others; empty as long as there is nothing to estimate from
         * @param results of all cells that are done, those of other grids on this folder included
         */
        void done(CurveCell cell, int done, int total, Optional<Duration> left, List<LearningResult> results)
                throws IOException;
    }

    private LearningCurve(Path folder, LongSupplier nanos) {
        this.folder = folder;
        this.nanos = nanos;
    }

    /**
     * @param folder created if need be
     * @param common what decides the cells' results beside the grid: digests of data and encoder, settings, by name
     * @param nanos a clock that only ever grows, for estimates
     * @throws IllegalArgumentException if the folder was begun with something else, naming the first difference
     */
    public static LearningCurve open(Path folder, SortedMap<String, String> common, LongSupplier nanos)
            throws IOException {
        Files.createDirectories(folder.resolve(CELLS));
        Path file = folder.resolve(COMMON);
        if (Files.exists(file)) {
            requireSame(file, common);
        } else {
            Path part = folder.resolve(COMMON + ".part");
            Files.write(part, JSON.writeValueAsBytes(common));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return new LearningCurve(folder, nanos);
    }

    private static void requireSame(Path file, SortedMap<String, String> common) throws IOException {
        SortedMap<String, String> begun;
        try {
            begun = JSON.readValue(Files.readAllBytes(file), new TypeReference<TreeMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
        TreeMap<String, String> all = new TreeMap<>(begun);
        all.putAll(common);
        for (String name : all.keySet()) {
            String then = begun.getOrDefault(name, "nothing");
            String now = common.getOrDefault(name, "nothing");
            if (!then.equals(now)) {
                throw new IllegalArgumentException(file.getParent() + " was begun with " + name + " " + then + ", not "
                        + now + "; name another folder");
            }
        }
    }

    /**
     * Trains what is not done yet.
     *
     * @return results of all cells of the grid in its order, then of the others that the folder holds
     * @throws IOException if a cell's images or the folder's files cannot be read or written; what is done stays done
     */
    public List<LearningResult> run(CurveGrid grid, CellTrainer trainer, Listener listener) throws IOException {
        List<CurveCell> cells = grid.cells();
        Map<CurveCell, List<LearningResult>> known = new LinkedHashMap<>();
        List<CurveCell> toDo = new ArrayList<>();
        for (CurveCell cell : cells) {
            Path own = folderOf(cell);
            if (Files.exists(own.resolve(LearningResults.FILE))) {
                known.put(cell, LearningResults.read(own));
                discard(own.resolve(RUN));
            } else {
                toDo.add(cell);
            }
        }
        List<LearningResult> others = others(cells);
        Map<Arm, List<Long>> spent = new EnumMap<>(Arm.class);
        for (int i = 0; i < toDo.size(); i++) {
            CurveCell cell = toDo.get(i);
            Path own = folderOf(cell);
            long started = nanos.getAsLong();
            List<LearningResult> results = trainer.train(cell, Files.createDirectories(own.resolve(RUN)));
            LearningResults.write(own, results);
            discard(own.resolve(RUN));
            known.put(cell, results);
            spent.computeIfAbsent(cell.arm(), arm -> new ArrayList<>()).add(nanos.getAsLong() - started);
            listener.done(
                    cell,
                    known.size(),
                    cells.size(),
                    left(toDo.subList(i + 1, toDo.size()), spent),
                    all(cells, known, others));
        }
        return all(cells, known, others);
    }

    private Path folderOf(CurveCell cell) {
        return folder.resolve(CELLS).resolve(cell.folder());
    }

    private static List<LearningResult> all(
            List<CurveCell> cells, Map<CurveCell, List<LearningResult>> known, List<LearningResult> others) {
        return Stream.concat(
                        cells.stream().flatMap(cell -> known.getOrDefault(cell, List.of()).stream()), others.stream())
                .toList();
    }

    /** What earlier, other grids left in the folder, by the names of the cells. */
    private List<LearningResult> others(List<CurveCell> cells) throws IOException {
        Set<String> own = cells.stream().map(CurveCell::folder).collect(Collectors.toSet());
        List<Path> done;
        try (Stream<Path> all = Files.list(folder.resolve(CELLS))) {
            done = all.filter(cell -> !own.contains(String.valueOf(cell.getFileName())))
                    .filter(cell -> Files.exists(cell.resolve(LearningResults.FILE)))
                    .sorted()
                    .toList();
        }
        List<LearningResult> results = new ArrayList<>();
        for (Path cell : done) {
            results.addAll(LearningResults.read(cell));
        }
        return results;
    }

    /** Each way of learning takes as long as it took on average; one that was not tried yet, as long as the slowest. */
    private static Optional<Duration> left(List<CurveCell> toDo, Map<Arm, List<Long>> spent) {
        double slowest =
                spent.values().stream().mapToDouble(LearningCurve::mean).max().orElse(0);
        boolean guessed = toDo.stream()
                .anyMatch(cell ->
                        cell.arm().isFineTuned() && spent.keySet().stream().noneMatch(Arm::isFineTuned));
        if (guessed) {
            return Optional.empty();
        }
        double left = toDo.stream()
                .mapToDouble(cell -> spent.containsKey(cell.arm()) ? mean(spent.get(cell.arm())) : slowest)
                .sum();
        return Optional.of(Duration.ofNanos((long) left));
    }

    private static double mean(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).average().orElse(0);
    }

    /** The models of a cell are large and of no use afterwards. */
    private static void discard(Path run) throws IOException {
        if (!Files.exists(run)) {
            return;
        }
        List<Path> content;
        try (Stream<Path> all = Files.walk(run)) {
            content = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : content) {
            Files.delete(path);
        }
    }
}
