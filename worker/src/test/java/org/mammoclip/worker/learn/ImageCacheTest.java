package org.mammoclip.worker.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.worker.evaluate.SourceMap;

class ImageCacheTest {
    private static final RasterSize SIZE = new RasterSize(30, 20);
    private static final long MANY = 1 << 20;

    @TempDir
    Path folder;

    private final PreparedImage image =
            new PreparedImage(new byte[SIZE.area()], Optional.of(new SourceMap(1.5, 2, 3, 4.25)));

    @BeforeEach
    void noise() {
        new Random(1).nextBytes(image.grey());
    }

    private ImageCache cache(RasterSize size, long most) throws IOException {
        return ImageCache.open(folder, size, most);
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void same(Optional<PreparedImage> read, PreparedImage written) {
        assertThat(read).hasValueSatisfying(one -> {
            assertThat(one.grey()).isEqualTo(written.grey());
            assertThat(one.sourceMap()).isEqualTo(written.sourceMap());
        });
    }

    @Test
    void whatIsPutIsThereInAnotherProcess() throws Exception {
        cache(SIZE, MANY).put("a", image);
        cache(SIZE, MANY).put("b", new PreparedImage(new byte[SIZE.area()], Optional.empty()));
        ImageCache other = cache(SIZE, MANY);
        same(other.get("a"), image);
        assertThat(other.get("b"))
                .hasValueSatisfying(one -> assertThat(one.sourceMap()).isEmpty());
        assertThat(other.get("c")).isEmpty();
        assertThat(entries()).hasSize(2);
    }

    @Test
    void aFlippedBitAnywhereAndEveryCutIsNoticedAndMended() throws Exception {
        cache(SIZE, MANY).put("a", image);
        Path file = entries().get(0);
        byte[] whole = Files.readAllBytes(file);
        ImageCache cache = cache(SIZE, MANY);
        for (int at = 0; at < whole.length; at++) {
            byte[] bad = whole.clone();
            bad[at] ^= 1;
            Files.write(file, bad);
            assertThat(cache.get("a")).as("byte %d", at).isEmpty();
        }
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(cache.get("a")).as("cut at %d", length).isEmpty();
        }
        cache.put("a", image);
        same(cache.get("a"), image);
    }

    @Test
    void anEntryUnderTheNameOfAnotherOrOfAnotherRasterIsNotTaken() throws Exception {
        ImageCache cache = cache(SIZE, MANY);
        cache.put("a", image);
        Path ofA = entries().get(0);
        cache.put("b", image);
        Path ofB =
                entries().stream().filter(file -> !file.equals(ofA)).findFirst().orElseThrow();
        Files.write(ofB, Files.readAllBytes(ofA));
        assertThat(cache.get("b")).isEmpty();
        assertThat(cache(new RasterSize(20, 30), MANY).get("a")).isEmpty();
    }

    @Test
    void aFolderOrLinkInPlaceOfAnEntryIsNotFollowed() throws Exception {
        ImageCache cache = cache(SIZE, MANY);
        cache.put("a", image);
        Path entry = entries().get(0);
        Path elsewhere = Files.move(entry, folder.resolve("elsewhere"));
        Files.createSymbolicLink(entry, elsewhere);
        assertThat(cache.get("a")).isEmpty();
        Files.delete(entry);
        Files.createDirectory(entry);
        Files.writeString(entry.resolve("x"), "x");
        assertThat(cache.get("a")).isEmpty();
        cache.put("a", image);
        assertThat(entries()).noneMatch(file -> file.toString().endsWith(".part"));
    }

    @Test
    void beyondItsBoundNothingIsAddedAndWhatIsThereStays() throws Exception {
        ImageCache first = cache(SIZE, MANY);
        first.put("a", image);
        long one = Files.size(entries().get(0));
        ImageCache full = cache(SIZE, 2 * one - 1);
        full.put("b", image);
        assertThat(full.get("b")).isEmpty();
        same(full.get("a"), image);
        ImageCache roomy = cache(SIZE, 2 * one);
        roomy.put("b", image);
        same(roomy.get("b"), image);
    }

    @Test
    void halfWrittenFilesOfAKilledProcessAreHarmless() throws Exception {
        Files.writeString(folder.resolve("image123.part"), "torn");
        ImageCache cache = cache(SIZE, MANY);
        cache.put("a", image);
        same(cache.get("a"), image);
    }
}
