package org.mammoclip.worker.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.augment.PixelBox;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.data.Split;
import org.mammoclip.mammoclip.data.SplitRule;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.LabelledRow;
import org.mammoclip.phantom.PhantomCorpus;
import org.mammoclip.phantom.PhantomSettings;

class PreparedImagesTest {
    private static final RasterSize SIZE = new RasterSize(4, 3);
    private static final long MANY = 1 << 20;

    @TempDir
    Path images;

    @TempDir
    Path cache;

    @BeforeEach
    void pictures() throws IOException {
        Files.createDirectories(images.resolve("p1"));
        picture("p1/same.png", 4, 3, (row, column) -> 10 * row + column);
        picture("p1/double.png", 8, 6, (row, column) -> 10 * (row / 2) + column / 2 + row % 2 + column % 2);
        picture("p1/other.png", 8, 5, (row, column) -> row);
    }

    private void picture(String name, int rows, int columns, IntBinaryOperator value) throws IOException {
        BufferedImage picture = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                picture.getRaster().setSample(column, row, 0, value.applyAsInt(row, column));
            }
        }
        ImageIO.write(picture, "png", images.resolve(name).toFile());
    }

    private PreparedImages open(boolean cached, long held) throws IOException {
        return PreparedImages.open(
                images, SIZE, new ImageSettings(false, cached ? Optional.of(cache) : Optional.empty(), MANY, held));
    }

    @Test
    void picturesAreTakenAsTheyAreOrAveragedDown() throws Exception {
        PreparedImages source = open(false, MANY);
        assertThat(source.size()).isEqualTo(SIZE);
        assertThat(source.read("p1", "same")).containsExactly(0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32);
        assertThat(source.read("p1", "double")).containsExactly(1, 2, 3, 11, 12, 13, 21, 22, 23, 31, 32, 33);
        assertThatThrownBy(() -> source.read("p1", "other"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other.png")
                .hasMessageContaining("8x5")
                .hasMessageContaining("--prepare-pictures");
        assertThatThrownBy(() -> source.read("p1", "none")).hasMessageContaining("no image 'none'");
        assertThatThrownBy(() -> source.require("p1", "none")).hasMessageContaining("no image 'none'");
        source.require("p1", "other");
    }

    @Test
    void memoryAndCacheGiveWhatTheFileGives() throws Exception {
        byte[] plain = open(false, 0).read("p1", "same");
        PreparedImages first = open(true, 0);
        assertThat(first.read("p1", "same")).isEqualTo(plain);
        assertThat(first.read("p1", "same")).isEqualTo(plain).isNotSameAs(first.read("p1", "same"));
        PreparedImages holding = open(true, SIZE.area());
        assertThat(holding.read("p1", "same")).isEqualTo(plain).isSameAs(holding.read("p1", "same"));
        assertThat(holding.read("p1", "double")).isNotSameAs(holding.read("p1", "double"));
    }

    @Test
    void aFileThatChangedIsPreparedAgain() throws Exception {
        open(true, 0).read("p1", "same");
        picture("p1/same.png", 4, 3, (row, column) -> 100 + row);
        Files.setLastModifiedTime(images.resolve("p1/same.png"), FileTime.fromMillis(1_000_000));
        assertThat(open(true, 0).read("p1", "same")[0]).isEqualTo((byte) 100);
    }

    @Test
    void boxesOfPicturesComeFromTheColumnsOfPreparedOnes() throws Exception {
        assertThat(open(false, 0).boxes().place(row("same", Optional.of(new Box(0, 1, 2, 4)))))
                .contains(new PixelBox(0, 1, 2, 4));
        assertThat(open(false, 0).boxes().place(row("double", Optional.of(new Box(0, 1, 2, 4)))))
                .contains(new PixelBox(0, 0.5, 1, 2));
        assertThatThrownBy(() -> open(false, 0).boxes().place(row("same", Optional.of(new Box(0, 1, 6, 4)))))
                .hasMessageContaining("outside the picture of 4x3");
        assertThatThrownBy(() -> open(false, 0).boxes().place(row("same", Optional.empty())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("resized_xmin");
    }

    @Test
    void dicomObjectsGiveThePixelsAndBoxesOfThePicturesMadeFromThem() throws Exception {
        Path corpus = cache.resolve("corpus");
        new PhantomCorpus(new PhantomSettings(5, 256, 1, 2.5, Optional.empty()), new ImageSize(96, 64), true, true)
                .write(corpus, 0, 2, done -> {});
        RasterSize size = new RasterSize(96, 64);
        ImageSettings cached = new ImageSettings(false, Optional.of(cache.resolve("cache")), MANY, 0);
        PreparedImages pictures = PreparedImages.open(corpus.resolve("png"), size, cached);
        CsvTable table = CsvTable.read(corpus.resolve("vindr.csv"));
        SplitRule all = new SplitRule.Everything(Split.TRAINING);
        List<LabelledImage> expected =
                LabelledSet.read(table, all, pictures, pictures.boxes(), false).training();
        assertThat(expected).anySatisfy(image -> assertThat(image.boxes()).isNotEmpty());
        for (int pass = 0; pass < 2; pass++) {
            PreparedImages objects = PreparedImages.open(corpus.resolve("dicom"), size, cached);
            List<LabelledImage> read = LabelledSet.read(table, all, objects, objects.boxes(), false)
                    .training();
            assertThat(read).hasSameSizeAs(expected);
            for (int i = 0; i < read.size(); i++) {
                LabelledImage one = read.get(i);
                assertThat(objects.read(one.patient(), one.image()))
                        .as("%s, pass %d", one.image(), pass)
                        .isEqualTo(pictures.read(one.patient(), one.image()));
                assertThat(one.boxes())
                        .usingRecursiveComparison()
                        .withComparatorForType(
                                (a, b) -> Math.abs(a - b) < 0.02 ? 0 : Double.compare(a, b), Double.class)
                        .isEqualTo(expected.get(i).boxes());
            }
        }
    }

    private static LabelledRow row(String image, Optional<Box> prepared) {
        return new LabelledRow(
                2,
                "p1",
                "L",
                "CC",
                image,
                Map.of("mass", true),
                OptionalInt.empty(),
                Optional.of(new Box(1, 1, 2, 2)),
                prepared);
    }
}
