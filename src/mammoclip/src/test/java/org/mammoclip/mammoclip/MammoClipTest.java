package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.checkpoint.CheckpointFolder;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;

class MammoClipTest {
    private static final ModelOptions CPU = new ModelOptions(ComputeDevice.CPU, FindingSet.DEFAULT);

    private static MammoClip model;

    @BeforeAll
    static void open() throws IOException {
        model = MammoClip.open(MammoClip.BUILTIN_DEMO, CPU);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void demoCardSaysThatScoresHaveNoClinicalMeaning() {
        ModelCard card = model.card();
        assertThat(card.trained()).isTrue();
        assertThat(card.synthetic()).isTrue();
        assertThat(card.statement()).isEqualTo("trained on synthetic phantoms only: scores have no clinical meaning");
        assertThat(card.summary()).startsWith("mammoclip-demo 3 (trained on synthetic images), sha256 ");
        assertThat(card.input()).isEqualTo(RasterSize.REFERENCE);
        assertThat(card.attributionGrid()).isEqualTo(new RasterSize(47, 28));
        assertThat(card.embeddingDimension()).isEqualTo(128);
        assertThat(card.findings()).isEqualTo(FindingSet.DEFAULT);
        assertThat(card.device()).isEqualTo("cpu");
        assertThat(model.logitScale()).as("learned, from 1 / 0.07 on").isCloseTo(17.58, within(0.01));
    }

    /** A changed digest means changed demonstration scores: say so in the changelog before changing this number. */
    @Test
    void demoDigestIsFixed() {
        assertThat(model.card().checkpointSha256())
                .isEqualTo("03123d228294c12bf5af9f48309837158b886e64738a8298882251715218e26c");
    }

    @Test
    void everyFindingOfAnImageHasScoreCosinesAndMap() {
        ScoredImage result = (ScoredImage) model.score(List.of(view(1))).get(0);
        assertThat(result.embedding().dimension()).isEqualTo(128);
        assertThat(result.findings())
                .extracting(finding -> finding.definition().key())
                .containsExactly("mass", "suspicious_calcification");
        for (FindingResult finding : result.findings()) {
            double positive = finding.positiveCosine().getAsDouble();
            double negative = finding.negativeCosine().getAsDouble();
            double softmax = Math.exp(positive) / (Math.exp(positive) + Math.exp(negative));
            assertThat(finding.score()).isCloseTo(softmax, within(1e-12)).isBetween(0.119, 0.881);
            assertThat(finding.rawScore()).isEqualTo(finding.score());
            assertThat(finding.boxes().isEmpty())
                    .as("boxes only for what is present")
                    .isEqualTo(finding.score() < finding.definition().threshold());
            assertThat(finding.attribution().grid()).isEqualTo(new RasterSize(47, 28));
            assertThat(finding.attribution().isFlat()).isFalse();
            assertThat(finding.attribution().method()).isEqualTo(AttributionMethod.LINEAR_ACTIVATION);
        }
        assertThat(result.finding("mass").attribution())
                .isNotEqualTo(result.finding("suspicious_calcification").attribution());
    }

    @Test
    void differentImagesHaveDifferentScores() {
        List<ImageResult> results = model.score(List.of(view(1), view(2)));
        assertThat(((ScoredImage) results.get(0)).finding("mass").score())
                .isNotEqualTo(((ScoredImage) results.get(1)).finding("mass").score());
    }

    @Test
    void sameImageHasTheSameBitsAloneInABatchAndInAnotherModelObject() throws IOException {
        ImageResult alone = model.score(List.of(view(1))).get(0);
        assertThat(model.score(List.of(view(2), view(1), view(3))).get(1)).isEqualTo(alone);
        try (MammoClip again = MammoClip.open(MammoClip.BUILTIN_DEMO, CPU)) {
            assertThat(again.score(List.of(view(1))).get(0)).isEqualTo(alone);
        }
    }

    @Test
    void linearScaleOfTheGreyValuesDoesNotMatter() {
        ModelImage image = view(1);
        float[] doubled = image.intensity().clone();
        for (int i = 0; i < doubled.length; i++) {
            doubled[i] = doubled[i] * 2 + 64;
        }
        ModelImage other = ModelImage.of(image.size(), doubled);
        assertThat(model.score(List.of(other))).isEqualTo(model.score(List.of(image)));
    }

    @Test
    void aBadImageHasAReasonAndDoesNotSpoilItsBatch() {
        float[] constant = new float[RasterSize.REFERENCE.area()];
        float[] nan = view(1).intensity().clone();
        nan[12_345] = Float.NaN;
        float[] infinite = view(1).intensity().clone();
        infinite[3] = Float.NEGATIVE_INFINITY;
        float[] tooWide = view(1).intensity().clone();
        for (int corner : new int[] {0, 1, 912, 913}) {
            tooWide[corner] = Float.MAX_VALUE;
        }
        List<ImageResult> results = model.score(List.of(
                ModelImage.of(RasterSize.REFERENCE, constant),
                ModelImage.of(RasterSize.REFERENCE, nan),
                view(1),
                ModelImage.of(RasterSize.REFERENCE, infinite),
                ModelImage.of(RasterSize.REFERENCE, tooWide)));
        assertThat(reason(results.get(0))).isEqualTo(UnscoredImage.Reason.CONSTANT_IMAGE);
        assertThat(reason(results.get(1))).isEqualTo(UnscoredImage.Reason.NON_FINITE_IMAGE);
        assertThat(results.get(2)).isEqualTo(model.score(List.of(view(1))).get(0));
        assertThat(reason(results.get(3))).isEqualTo(UnscoredImage.Reason.NON_FINITE_IMAGE);
        assertThat(reason(results.get(4))).isEqualTo(UnscoredImage.Reason.NON_FINITE_IMAGE);
    }

    /** The demonstration model averages squares of 4x4: a chequered image becomes constant only then. */
    @Test
    void anImageThatIsConstantAfterReductionHasAReason() {
        byte[] chequered = new byte[RasterSize.REFERENCE.area()];
        for (int i = 0; i < chequered.length; i++) {
            chequered[i] = (byte) ((i / 912 + i % 912) % 2);
        }
        assertThat(reason(model.score(List.of(ModelImage.ofGrey8(RasterSize.REFERENCE, chequered)))
                        .get(0)))
                .isEqualTo(UnscoredImage.Reason.CONSTANT_IMAGE);
    }

    private static UnscoredImage.Reason reason(ImageResult result) {
        return ((UnscoredImage) result).reason();
    }

    @Test
    void refusesAnotherSizeAndTooLargeABatch() {
        ModelImage small = ModelImage.ofGrey8(new RasterSize(2, 2), new byte[] {0, 1, 2, 3});
        assertThatThrownBy(() -> model.score(List.of(small)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("image of 2x2, the model takes 1520x912");
        assertThatThrownBy(() -> model.score(Collections.nCopies(65, view(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 64");
        assertThatThrownBy(() -> model.embedTexts(Collections.nCopies(65, "mass")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> model.embedTexts(List.of("x".repeat(100_001))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(model.score(List.of())).isEmpty();
    }

    @Test
    void aTextHasTheSameEmbeddingAloneAndWithOthers() {
        Embedding alone =
                model.embedTexts(List.of("There is a spiculated MASS.")).get(0);
        List<Embedding> both = model.embedTexts(List.of("no mass", "there is a spiculated mass ."));
        assertThat(both.get(1)).isEqualTo(alone);
        assertThat(both.get(0).cosine(alone)).isLessThan(0.9999);
        assertThat(model.embedTexts(List.of("mass ".repeat(2000)))).hasSize(1);
    }

    @Test
    void aClosedModelSaysSo() throws IOException {
        MammoClip other = MammoClip.open(MammoClip.BUILTIN_DEMO, CPU);
        other.close();
        other.close();
        assertThatThrownBy(() -> other.score(List.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aWrittenCheckpointFolderIsTheSameModel(@TempDir Path folder) throws IOException {
        DemoCheckpoint demo = new DemoCheckpoint();
        CheckpointFolder.write(folder, demo.description(), demo.vocabulary(), demo.parameters());
        try (MammoClip fromDisk = MammoClip.open(folder.toString(), CPU)) {
            assertThat(fromDisk.card()).isEqualTo(model.card());
            assertThat(fromDisk.score(List.of(view(1)))).isEqualTo(model.score(List.of(view(1))));
        }
    }

    @Test
    void refusesWhatIsNoCheckpointAndSaysWhatIsAccepted(@TempDir Path folder) throws IOException {
        Path tar = Files.write(folder.resolve("b5-model-best-epoch-7.tar"), new byte[] {'P', 'K', 3, 4});
        assertThatThrownBy(() -> MammoClip.open(tar, CPU))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("b5-model-best-epoch-7.tar: the zip archive is cut or damaged");
        assertThatThrownBy(() -> MammoClip.open(folder.resolve("absent"), CPU))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> MammoClip.open(folder, CPU))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("no model.json");
        assertThatThrownBy(() -> MammoClip.open("builtin:other", CPU))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("only builtin:demo");
    }

    @Test
    void refusesACudaDeviceThatIsNotThere() {
        ModelOptions far = new ModelOptions(ComputeDevice.parse("cuda:99"), FindingSet.DEFAULT);
        assertThatThrownBy(() -> MammoClip.open(MammoClip.BUILTIN_DEMO, far))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cuda:99");
    }

    /** A bright half disc at the left with a few bright spots, a little different for each number. */
    static ModelImage view(int number) {
        RasterSize size = RasterSize.REFERENCE;
        byte[] grey = new byte[size.area()];
        for (int row = 0; row < size.rows(); row++) {
            for (int column = 0; column < size.columns(); column++) {
                double distance = Math.hypot((row - 760) / 700.0, column / 800.0);
                int tissue = distance < 1 ? (int) (60 + 120 * (1 - distance) + (row * 31 + column * number) % 17) : 0;
                double lesion = Math.hypot(row - 500 - 40 * number, column - 300);
                grey[row * size.columns() + column] = (byte) (lesion < 40 ? 240 : tissue);
            }
        }
        return ModelImage.ofGrey8(size, grey);
    }
}
