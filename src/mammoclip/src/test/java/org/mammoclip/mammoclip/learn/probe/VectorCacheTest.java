package org.mammoclip.mammoclip.learn.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.data.LabelledImage;

/** A vector is computed once for each model and image, and a damaged cache costs time, never a value. */
class VectorCacheTest {
    private static final String MODEL = "ab".repeat(32);
    private static final int RECORD = 32 + 2 * Float.BYTES + Integer.BYTES;

    @TempDir
    Path folder;

    private final ToyImages source = new ToyImages();
    private final List<LabelledImage> images = ToyImages.images("p", 3);
    private int computed;

    private float[] encode(ModelImage image) {
        computed++;
        return new float[] {image.value(0, 0) + image.value(2, 1), -image.value(1, 1) / 3};
    }

    private VectorEncoding.Encoded run(String model) throws IOException {
        computed = 0;
        try (VectorCache cache = VectorCache.open(folder, model, 2)) {
            return new VectorEncoding(source, this::encode, cache).encode(images, (done, total, known) -> {});
        }
    }

    private float[][] values(VectorEncoding.Encoded encoded) {
        PooledVectors vectors = encoded.vectors().of(images);
        return new float[][] {vectors.row(0), vectors.row(5), vectors.row(11)};
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().orElseThrow();
        }
    }

    @Test
    void aSecondTimeNothingIsComputedAndNoBitIsOther() throws IOException {
        float[][] fresh = values(run(MODEL));
        assertThat(computed).isEqualTo(12);
        VectorEncoding.Encoded again = run(MODEL);
        assertThat(computed).isZero();
        assertThat(again.fromCache()).isEqualTo(12);
        assertThat(values(again)).isDeepEqualTo(fresh);
    }

    @Test
    void aChangedImageAndAnotherModelAreComputedAgain() throws IOException {
        run(MODEL);
        source.pixels.get("p1/p1_2")[0] ^= 1;
        run(MODEL);
        assertThat(computed).isEqualTo(1);
        run("cd".repeat(32));
        assertThat(computed).isEqualTo(12);
        run(MODEL);
        assertThat(computed).isZero();
    }

    @Test
    void aDamagedRecordIsComputedAgain() throws IOException {
        float[][] fresh = values(run(MODEL));
        byte[] bytes = Files.readAllBytes(file());
        bytes[bytes.length - 2 * RECORD + 33] ^= 0x10;
        Files.write(file(), bytes);
        VectorEncoding.Encoded mended = run(MODEL);
        assertThat(computed).isEqualTo(1);
        assertThat(values(mended)).isDeepEqualTo(fresh);
        run(MODEL);
        assertThat(computed).isZero();
    }

    @Test
    void aTornEndIsComputedAgain() throws IOException {
        float[][] fresh = values(run(MODEL));
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(bytes, bytes.length - RECORD - 7));
        try (VectorCache cache = VectorCache.open(folder, MODEL, 2)) {
            assertThat(cache.damaged()).isEqualTo(1);
        }
        assertThat(values(run(MODEL))).isDeepEqualTo(fresh);
        assertThat(computed).isEqualTo(2);
        run(MODEL);
        assertThat(computed).isZero();
    }

    @Test
    void aFileOfSomethingElseIsBegunAgain() throws IOException {
        run(MODEL);
        Files.writeString(file(), "x".repeat(500));
        run(MODEL);
        assertThat(computed).isEqualTo(12);
        run(MODEL);
        assertThat(computed).isZero();
    }

    @Test
    void oneProcessAtATime() throws IOException {
        try (VectorCache held = VectorCache.open(folder, MODEL, 2)) {
            assertThat(held.damaged()).isZero();
            assertThatIOException()
                    .isThrownBy(() -> VectorCache.open(folder, MODEL, 2))
                    .withMessageContaining("in use by another process");
        }
    }

    @Test
    void anImageThatCannotBeUsedHasAReasonAndStopsNobody() throws IOException {
        run(MODEL);
        source.pixels.put("p0/p0_0", new byte[1]);
        VectorEncoding.Encoded encoded = run(MODEL);
        assertThat(encoded.unusable()).containsExactly(Map.entry("p0/p0_0", "image p0_0 is cut"));
        assertThat(encoded.vectors().size()).isEqualTo(11);
        assertThat(encoded.vectors().has(images.get(0))).isFalse();
    }
}
