package org.mammoclip.worker.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.Embedding;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.evaluate.metric.Point;

class ScoreCacheTest {
    @TempDir
    Path folder;

    private final ImageScores scores = new ImageScores(
            "ab",
            Map.of("mass", 0.123456789012345, "calc", 1.0 / 3),
            Map.of("mass", List.of(new BoxCase.Found(new Box(0.1, 0.2, 30, 40.5), 0.7)), "calc", List.of()),
            new PointedPlaces(
                    Map.of("mass", new Point(0.1, 1.0 / 3)),
                    Map.of("mass", new Point(15.05, 20.35)),
                    new BreastCells(new RasterSize(20, 30), BitSet.valueOf(new long[] {5, 1L << 40}))),
            2,
            Optional.of(Embedding.of(new float[] {0.6f, -0.8f})),
            Optional.of(new SourceMap(1.5, 2, 1.0 / 3, 0.7)),
            new RasterSize(40, 60));

    private Path file() {
        return folder.resolve("scores.jsonl");
    }

    @Test
    void givesBackWhatWasPutBitForBit() throws Exception {
        try (ScoreCache cache = ScoreCache.open(file(), "model 1")) {
            assertThat(cache.get("a")).isEmpty();
            cache.put("a", scores);
            PointedPlaces nowhere =
                    new PointedPlaces(Map.of(), Map.of(), new BreastCells(new RasterSize(20, 30), new BitSet()));
            cache.put(
                    "b",
                    new ImageScores(
                            "cd",
                            Map.of(),
                            Map.of(),
                            nowhere,
                            -1,
                            Optional.empty(),
                            Optional.empty(),
                            RasterSize.REFERENCE));
        }
        try (ScoreCache cache = ScoreCache.open(file(), "model 1")) {
            assertThat(cache.get("a")).contains(scores);
            assertThat(cache.get("b").orElseThrow().density()).isEqualTo(-1);
        }
    }

    @Test
    void forgetsATornLineAndWritesOnAfterTheWholeOnes() throws Exception {
        try (ScoreCache cache = ScoreCache.open(file(), "model 1")) {
            cache.put("a", scores);
            cache.put("b", scores);
        }
        String whole = Files.readString(file());
        for (int cut = whole.length() - 1; cut > whole.indexOf('\n', whole.indexOf('\n') + 1) + 1; cut -= 37) {
            Files.writeString(file(), whole.substring(0, cut));
            try (ScoreCache cache = ScoreCache.open(file(), "model 1")) {
                assertThat(cache.get("a")).isPresent();
                assertThat(cache.get("b")).isEmpty();
                cache.put("b", scores);
            }
            assertThat(Files.readString(file())).isEqualTo(whole);
        }
    }

    @Test
    void scoresOfAnotherModelAndOtherFilesAreRefusedAndNotTouched() throws Exception {
        try (ScoreCache cache = ScoreCache.open(file(), "model 1")) {
            cache.put("a", scores);
        }
        byte[] before = Files.readAllBytes(file());
        assertThatThrownBy(() -> ScoreCache.open(file(), "model 2"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another model");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
        assertThatThrownBy(() -> ScoreCache.open(other, "model 1")).isInstanceOf(IOException.class);
        assertThat(Files.readString(other)).isEqualTo("a,b\n1,2\n");
    }

    @Test
    void withoutAFileNothingIsKept() throws Exception {
        try (ScoreCache cache = ScoreCache.none()) {
            cache.put("a", scores);
            assertThat(cache.get("a")).isEmpty();
        }
    }
}
