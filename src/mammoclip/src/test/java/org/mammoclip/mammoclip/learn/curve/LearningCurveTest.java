package org.mammoclip.mammoclip.learn.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.card.LearningResult;

class LearningCurveTest {
    private static final CurveGrid SMALL = new CurveGrid(
            List.of(MadeUpCells.MASS), List.of(Arm.FINETUNE, Arm.PROBE), List.of(1.0, 0.1), List.of(1L, 2L));
    private static final TreeMap<String, String> COMMON = new TreeMap<>(Map.of("data", "ab", "encoder", "cd"));

    @TempDir
    Path folder;

    private long now;

    private List<LearningResult> run(CurveGrid grid, CellTrainer trainer) throws IOException {
        return run(grid, trainer, new ArrayList<>());
    }

    /** Each look at the clock is a minute later. */
    private List<LearningResult> run(CurveGrid grid, CellTrainer trainer, List<Optional<Duration>> left)
            throws IOException {
        return LearningCurve.open(folder, COMMON, () -> now += 60_000_000_000L)
                .run(grid, trainer, (cell, done, total, time, results) -> left.add(time));
    }

    @Test
    void everyCombinationIsTrainedOnceQuickOnesFirst() throws Exception {
        MadeUpCells cells = new MadeUpCells("test");
        List<LearningResult> results = run(SMALL, cells);
        assertThat(cells.trained).hasSize(8).doesNotHaveDuplicates();
        assertThat(cells.trained.subList(0, 4)).allMatch(cell -> cell.arm() == Arm.PROBE);
        assertThat(cells.trained.subList(4, 6))
                .extracting(CurveCell::toString)
                .containsExactly(
                        "Mass, Fine-tuned, pre-trained, 10 % of the labels, seed 1",
                        "Mass, Fine-tuned, pre-trained, 100 % of the labels, seed 1");
        assertThat(results).hasSize(8 * 3);
        assertThat(folder.resolve("cells/finetune-mass-0.1-2/results.json")).exists();
    }

    @Test
    void whatIsDoneIsNotDoneAgain() throws Exception {
        List<LearningResult> first = run(SMALL, new MadeUpCells("test"));
        MadeUpCells second = new MadeUpCells("test");
        assertThat(run(SMALL, second)).isEqualTo(first);
        assertThat(second.trained).isEmpty();
        CurveGrid larger =
                new CurveGrid(List.of(MadeUpCells.MASS), SMALL.arms(), List.of(0.01, 0.1, 1.0), List.of(1L, 2L));
        run(larger, second);
        assertThat(second.trained).hasSize(4).allMatch(cell -> cell.fraction() == 0.01);
    }

    @Test
    void aSmallerGridShowsWhatALargerOneLeft() throws Exception {
        List<LearningResult> all = run(SMALL, new MadeUpCells("test"));
        MadeUpCells none = new MadeUpCells("test");
        CurveGrid probes =
                new CurveGrid(List.of(MadeUpCells.MASS), List.of(Arm.PROBE), SMALL.fractions(), SMALL.seeds());
        assertThat(run(probes, none)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(none.trained).isEmpty();
    }

    @Test
    void anInterruptedGridGoesOnAndFindsWhatTheCellLeft() throws Exception {
        MadeUpCells failing = new MadeUpCells("test");
        failing.most = 5;
        assertThatThrownBy(() -> run(SMALL, failing)).hasMessageContaining("no room");
        List<Path> left = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(path -> path.endsWith("weights")).forEach(left::add);
        }
        assertThat(left).as("of the cell that was stopped, and no other").hasSize(1);
        MadeUpCells again = new MadeUpCells("test");
        List<LearningResult> results = run(SMALL, again);
        assertThat(again.trained).hasSize(3).doesNotContainAnyElementsOf(failing.trained);
        assertThat(results).hasSize(8 * 3);
        assertThat(left.get(0)).doesNotExist();
    }

    @Test
    void otherDataNeedAnotherFolder() throws Exception {
        run(SMALL, new MadeUpCells("test"));
        TreeMap<String, String> other = new TreeMap<>(COMMON);
        other.put("data", "ef");
        assertThatThrownBy(() -> LearningCurve.open(folder, other, System::nanoTime))
                .hasMessageContaining("was begun with data ab, not ef");
        other.put("data", "ab");
        other.put("steps", "9");
        assertThatThrownBy(() -> LearningCurve.open(folder, other, System::nanoTime))
                .hasMessageContaining("was begun with steps nothing, not 9");
    }

    @Test
    void theTimeLeftIsUnknownUntilASlowCellIsDone() throws Exception {
        List<Optional<Duration>> left = new ArrayList<>();
        run(SMALL, new MadeUpCells("test"), left);
        assertThat(left.subList(0, 4)).containsOnly(Optional.empty());
        assertThat(left.get(4)).contains(Duration.ofMinutes(3));
        assertThat(left.get(7)).contains(Duration.ZERO);
    }

    @Test
    void aCellWithoutMetricsIsDoneToo() throws Exception {
        CurveGrid tiny = new CurveGrid(List.of(MadeUpCells.MASS), List.of(Arm.PROBE), List.of(0.001, 1.0), List.of(1L));
        MadeUpCells cells = new MadeUpCells("test");
        run(tiny, cells);
        CurveSummary summary = CurveSummary.of(run(tiny, cells));
        assertThat(cells.trained).hasSize(2);
        assertThat(summary.points()).extracting(CurvePoint::fraction).containsExactly(1.0);
    }
}
