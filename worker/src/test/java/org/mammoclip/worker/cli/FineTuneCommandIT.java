package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammoclip.card.LearningCard;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.card.LearningResults;
import org.mammoclip.mammoclip.checkpoint.ClassifierFile;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.phantom.PhantomCorpus;
import org.mammoclip.phantom.PhantomSettings;

/** {@code mammoclip finetune} from a corpus of tiny phantoms to a classifier, its findings file and its card. */
@Timeout(600)
class FineTuneCommandIT {
    private static final int EXAMS = 12;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void draw() throws IOException {
        new PhantomCorpus(new PhantomSettings(3, 256, 1, 2.5, Optional.empty()), new ImageSize(96, 64), true, false)
                .write(shared.resolve("corpus"), 0, EXAMS, done -> {});
        Files.writeString(shared.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\nmass\n");
        Files.writeString(shared.resolve("model.json"), """
                {"name": "tiny", "version": "0", "trained": false, "synthetic": true, "statement": "x",
                 "licence": "Apache-2.0", "image": "efficientnet-demo",
                 "preparation": {"version": "mammo-clip-minmax-1", "rows": 96, "columns": 64, "reduction": 2,
                                 "mean": 0.3, "deviation": 0.25},
                 "text": {"family": "bert", "vocabulary": 5, "layers": 1, "hidden": 16, "heads": 2,
                          "intermediate": 32, "positions": 64, "maxTokens": 64, "lowerCase": true},
                 "embedding": 16}
                """);
    }

    private int run(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "finetune",
                "--device",
                "cpu",
                "--table",
                shared.resolve("corpus/vindr.csv").toString(),
                "--images",
                shared.resolve("corpus/png").toString(),
                "--validation-share",
                "0.5",
                "--resamples",
                "50"));
        all.addAll(List.of(more));
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private int runNew(String run, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--model", shared.resolve("model.json").toString(),
                "--vocabulary", shared.resolve("vocab.txt").toString(),
                "--epochs", "1",
                "--batch", "4",
                "--out", folder.resolve(run).toString()));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    @Test
    void severalFindingsAtOnceLeaveAClassifierWithFindingsResultsAndACard() throws IOException {
        String[] arguments = {"--finding", "density,mass", "--name", "local", "--synthetic", "--augmentation", "flips"};
        assertThat(runNew("run", arguments)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("completed after", "Mass", "findings  ");
        try (ModelFile best = ModelFile.open(folder.resolve("run/best"))) {
            assertThat(best).isInstanceOf(ClassifierFile.class);
            // the yes-or-no question first, so that the findings file counts from 0
            assertThat(((ClassifierFile) best).outputs()).isEqualTo(5);
            assertThat(best.description().about().name()).isEqualTo("local");
        }
        assertThat(folder.resolve("run/findings.yaml"))
                .content()
                .contains("mass:", "checkpoint: best, output: 0", "threshold: validation");
        List<LearningResult> results = LearningResults.read(folder.resolve("run"));
        assertThat(results).anySatisfy(result -> {
            assertThat(result.scope().task()).isEqualTo("from-scratch");
            assertThat(result.scope().split()).isEqualTo("test");
            assertThat(result.value().key()).isEqualTo("accuracy");
        });
        LearningCard card = LearningCard.read(folder.resolve("run"));
        assertThat(card.task()).isEqualTo("training from scratch: Mass, Breast density");
        assertThat(card.settings())
                .containsEntry("batch", "4, at most 4 at once")
                .containsEntry("augmentation", "flips");
        assertThat(card.data().splits().stream()
                        .mapToInt(split -> split.images())
                        .sum())
                .isEqualTo(4 * EXAMS);
        assertThat(LearningCard.read(folder.resolve("run/best"))).isEqualTo(card);

        // a finished run is measured again and not trained again
        String metrics = Files.readString(folder.resolve("run/metrics.jsonl"));
        assertThat(runNew("run", arguments)).as(err.toString()).isZero();
        assertThat(Files.readString(folder.resolve("run/metrics.jsonl"))).isEqualTo(metrics);
        assertThat(LearningResults.read(folder.resolve("run"))).isEqualTo(results);
        assertThat(runNew("run", "--finding", "mass", "--name", "local", "--synthetic"))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("was begun with other settings");
    }

    @Test
    void aStartFromACheckpointIsNamedInTheCardAndScratchIsNot() throws IOException {
        assertThat(run(
                        "--checkpoint", "builtin:demo",
                        "--raster", "96x64",
                        "--finding", "mass",
                        "--epochs", "1",
                        "--batch", "4",
                        "--fraction", "50",
                        "--regularization", "none",
                        "--out", folder.resolve("tuned").toString()))
                .as(err.toString())
                .isZero();
        LearningCard tuned = LearningCard.read(folder.resolve("tuned"));
        assertThat(tuned.origin().models()).hasSize(1);
        assertThat(tuned.task()).isEqualTo("fine-tuning: Mass");
        assertThat(tuned.title()).isEqualTo("mammoclip-demo-finetuned 1");
        assertThat(tuned.results()).allSatisfy(result -> {
            assertThat(result.scope().task()).isEqualTo("finetune");
            assertThat(result.scope().fraction()).isEqualTo(0.5);
        });
        JsonNode config =
                new ObjectMapper().readTree(folder.resolve("tuned/config.json").toFile());
        assertThat(config.path("plan").path("start").asText())
                .isEqualTo(tuned.origin().models().get(0).sha256());
        assertThat(config.path("plan")
                        .path("regularization")
                        .path("batchStatistics")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void wrongUsageIsSaidBeforeAnythingIsRead() {
        assertThat(runNew("run", "--finding", "warts")).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("'warts' cannot be learned");
        assertThat(runNew("run", "--finding", "mass", "--fraction", "0")).isEqualTo(Main.USAGE);
        assertThat(runNew("run", "--finding", "mass", "--epochs", "0")).isEqualTo(Main.USAGE);
        assertThat(runNew("run", "--finding", "mass", "--micro-batch", "0")).isEqualTo(Main.USAGE);
        assertThat(run("--finding", "mass", "--out", folder.resolve("run").toString()))
                .isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("what to start from?");
        assertThat(folder.resolve("run")).doesNotExist();
    }
}
