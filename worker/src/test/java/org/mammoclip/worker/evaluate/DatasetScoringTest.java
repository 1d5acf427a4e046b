package org.mammoclip.worker.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.Embedding;
import org.mammoclip.mammoclip.MammoClip;
import org.mammoclip.mammoclip.ModelOptions;
import org.mammoclip.mammoclip.RasterSize;

class DatasetScoringTest {
    @TempDir
    private Path folder;

    /** Scores of a table without density must not become the answers for a table with one. */
    @Test
    void whatWasKeptOfASmallerQuestionIsAskedAgain() throws Exception {
        Path cache = folder.resolve("scores.jsonl");
        try (MammoClip model = MammoClip.open(MammoClip.BUILTIN_DEMO, ModelOptions.DEFAULT)) {
            RasterSize size = model.card().input();
            BufferedImage picture = new BufferedImage(size.columns(), size.rows(), BufferedImage.TYPE_BYTE_GRAY);
            picture.getRaster().setSample(size.columns() / 2, size.rows() / 2, 0, 200);
            Path file = folder.resolve("image.png");
            ImageIO.write(picture, "png", file.toFile());
            List<Embedding> densities = model.embedTexts(List.of("fatty", "scattered", "heterogeneous", "dense"));

            assertThat(score(model, List.of(), cache, file).density()).isEqualTo(-1);
            int density = score(model, densities, cache, file).density();
            assertThat(density).isBetween(0, 3);
            assertThat(score(model, List.of(), cache, file).density())
                    .as("kept answers to a larger question serve a smaller one")
                    .isEqualTo(density);
        }
    }

    private static ImageScores score(MammoClip model, List<Embedding> densities, Path file, Path image)
            throws Exception {
        ImageKey key = new ImageKey("p", "i");
        Progress progress = new Progress(new PrintWriter(new StringWriter()), false, System::nanoTime);
        try (ScoreCache cache = ScoreCache.open(file, "model")) {
            DatasetScoring.Scored scored =
                    new DatasetScoring(model, densities, false, false, cache, progress, 1).score(Map.of(key, image));
            assertThat(scored.unusable()).isEmpty();
            return Objects.requireNonNull(scored.scores().get(key));
        }
    }
}
