package org.mammoclip.mammogram.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Vr;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.pixel.StoredPixels;
import org.mammoclip.dicom.pixel.UndecodablePixelsException;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.mammogram.AffineTransform2D;
import org.mammoclip.mammogram.PixelPoint;
import org.mammoclip.mammogram.finding.BoxOrigin;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceBox;
import org.mammoclip.mammogram.prepare.UnusableImageException.Reason;

class MammogramPreparationTest {
    private static final ImageSize SMALL = new ImageSize(60, 36);

    static List<String[]> goldenCases() {
        return Golden.lines("reference-preparation.txt");
    }

    @ParameterizedTest
    @MethodSource("goldenCases")
    void equalsTheReferencePixelForPixel(
            int rows,
            int columns,
            String side,
            String photometric,
            int targetRows,
            int targetColumns,
            int firstRow,
            int firstColumn,
            int keptRows,
            int keptColumns,
            String expected)
            throws Exception {
        StoredPixels pixels = breast(new ImageSize(rows, columns), side.equals("L"), photometric);
        PreparedMammogram prepared = MammogramPreparation.reference(new ImageSize(targetRows, targetColumns))
                .prepare(attributes(photometric), pixels);

        assertThat(HexFormat.of().formatHex(prepared.grey())).isEqualTo(expected);
        assertThat(prepared.toSourcePixels().apply(0, 0)).isEqualTo(new PixelPoint(firstColumn, firstRow));
        PixelPoint corner = prepared.toSourcePixels().apply(targetColumns, targetRows);
        assertThat(corner.column()).isEqualTo(firstColumn + keptColumns, within(1e-9));
        assertThat(corner.row()).isEqualTo(firstRow + keptRows, within(1e-9));
    }

    /** Crops recovered from the published table: column and row count from the trimmed image. */
    @ParameterizedTest
    @CsvSource({
        "941, 1987, 1849, 438",
        "981, 2525, 1809, 0",
        "958, 2363, 0, 314",
        "765, 1815, 0, 490",
        "700, 2578, 0, 930"
    })
    void boxesMapAsInThePublishedTable(int width, int height, int column, int row) {
        PreparedMammogram prepared = new PreparedMammogram(
                MammogramPreparation.REFERENCE_SIZE,
                new byte[MammogramPreparation.REFERENCE_SIZE.pixels()],
                new ImageSize(row + height + 100, column + width + 100),
                new BreastCrop(
                        IntStream.range(row + 5, row + 5 + height).toArray(),
                        IntStream.range(column + 5, column + 5 + width).toArray(),
                        true),
                Set.of(),
                Preprocessing.REFERENCE_MIN_MAX);
        PixelBox source = new PixelBox(column + 105, row + 205, column + 405, row + 505);
        PixelBox box = prepared.fromSource(source);

        assertThat(box.left()).isEqualTo((source.left() - 5 - column) * 912.0 / width, within(1e-9));
        assertThat(box.top()).isEqualTo((source.top() - 5 - row) * 1520.0 / height, within(1e-9));
        assertThat(box.right()).isEqualTo((source.right() - 5 - column) * 912.0 / width, within(1e-9));
        assertThat(box.bottom()).isEqualTo((source.bottom() - 5 - row) * 1520.0 / height, within(1e-9));
        PixelBox back = prepared.toSource(box);
        assertThat(back.left()).isEqualTo(source.left(), within(1e-9));
        assertThat(back.bottom()).isEqualTo(source.bottom(), within(1e-9));
    }

    @Test
    void cutsBoxesAtTheCrop() throws Exception {
        PreparedMammogram prepared = MammogramPreparation.reference(SMALL)
                .prepare(attributes("MONOCHROME2"), breast(new ImageSize(250, 190), true, "MONOCHROME2"));

        assertThat(prepared.fromSource(new PixelBox(-50, -50, 1000, 1000))).isEqualTo(new PixelBox(0, 0, 36, 60));
        PixelBox outside = prepared.fromSource(new PixelBox(180, 100, 188, 110));
        assertThat(outside.left()).isEqualTo(36);
        assertThat(outside.right()).isEqualTo(36);
        assertThat(prepared.toSource(new PixelBox(-9, 10, 5, 99)))
                .isEqualTo(prepared.toSource(new PixelBox(0, 10, 5, 60)));
    }

    @Test
    void whatLiesBesideTheModelInputHasNoPlaceInTheSource() throws Exception {
        PreparedMammogram prepared = MammogramPreparation.reference(SMALL)
                .prepare(attributes("MONOCHROME2"), breast(new ImageSize(250, 190), true, "MONOCHROME2"));

        assertThat(place(prepared, new PixelBox(-9, 10, 5, 20)).orElseThrow().rectangle())
                .isEqualTo(prepared.toSource(new PixelBox(0, 10, 5, 20)));
        assertThat(place(prepared, new PixelBox(36, 10, 45, 20))).isEmpty();
        assertThat(place(prepared, new PixelBox(3, 10, 3, 20))).isEmpty();
    }

    private static Optional<SourceBox> place(PreparedMammogram prepared, PixelBox box) {
        return SourceBox.of(Finding.MASS, prepared, box, 0.5, BoxOrigin.DETECTOR);
    }

    @Test
    void mirrorsNoSide() throws Exception {
        PreparedMammogram left = MammogramPreparation.reference(SMALL)
                .prepare(attributes("MONOCHROME2"), breast(new ImageSize(250, 190), true, "MONOCHROME2"));
        PreparedMammogram right = MammogramPreparation.reference(SMALL)
                .prepare(attributes("MONOCHROME2"), breast(new ImageSize(250, 190), false, "MONOCHROME2"));

        assertThat(left.value(30, 2)).isGreaterThan(left.value(30, 33));
        assertThat(right.value(30, 2)).isLessThan(right.value(30, 33));
    }

    @Test
    void preparesSyntheticExamsOfBothPhotometricInterpretationsAlike() throws Exception {
        for (Part10File image : SyntheticExam.of(5).images()) {
            PreparedMammogram prepared =
                    MammogramPreparation.reference(new ImageSize(152, 91)).prepare(image);

            assertThat(prepared.quality()).doesNotContain(PreparationQuality.NO_BREAST_FOUND);
            assertThat(prepared.mapsToSource()).isTrue();
            assertThat(prepared.sourceSize()).isEqualTo(SyntheticExam.SMALL);
        }
    }

    @Test
    void aPositiveRescaleChangesNothingAndANegativeOneInverts() throws Exception {
        ImageSize size = new ImageSize(250, 190);
        MammogramPreparation preparation = MammogramPreparation.reference(SMALL);
        byte[] plain = preparation
                .prepare(attributes("MONOCHROME2"), breast(size, true, "MONOCHROME2"))
                .grey();
        DataSet rescaled = attributes("MONOCHROME2").toBuilder()
                .text(Tag.RescaleSlope, "0.37")
                .text(Tag.RescaleIntercept, "-1000")
                .build();
        DataSet negative = attributes("MONOCHROME2").toBuilder()
                .text(Tag.RescaleSlope, "-1")
                .text(Tag.RescaleIntercept, "4095")
                .build();

        assertThat(preparation
                        .prepare(rescaled, breast(size, true, "MONOCHROME2"))
                        .grey())
                .isEqualTo(plain);
        assertThat(preparation
                        .prepare(negative, breast(size, true, "MONOCHROME1"))
                        .grey())
                .isEqualTo(plain);
    }

    @Test
    void windowsAreIgnoredByTheReferenceAndAppliedByVoi() throws Exception {
        ImageSize size = new ImageSize(250, 190);
        StoredPixels pixels = breast(size, true, "MONOCHROME2");
        DataSet windowed = attributes("MONOCHROME2").toBuilder()
                .text(Tag.WindowCenter, "2000")
                .text(Tag.WindowWidth, "2000")
                .build();
        PreparedMammogram reference = MammogramPreparation.reference(SMALL).prepare(windowed, pixels);
        PreparedMammogram voi = new MammogramPreparation(SMALL, Preprocessing.VOI).prepare(windowed, pixels);

        assertThat(reference.grey())
                .isEqualTo(MammogramPreparation.reference(SMALL)
                        .prepare(attributes("MONOCHROME2"), pixels)
                        .grey());
        assertThat(voi.grey()).isNotEqualTo(reference.grey());
        assertThat(voi.preprocessing().version())
                .isNotEqualTo(reference.preprocessing().version());
    }

    @Test
    void voiModeRefusesForProcessingImagesWithoutVoi() {
        DataSet raw = attributes("MONOCHROME2").toBuilder()
                .text(Tag.PresentationIntentType, "FOR PROCESSING")
                .build();

        assertThatExceptionOfType(UndecodablePixelsException.class)
                .isThrownBy(() -> new MammogramPreparation(SMALL, Preprocessing.VOI)
                        .prepare(raw, breast(new ImageSize(250, 190), true, "MONOCHROME2")))
                .matches(e -> e.reason() == UndecodablePixelsException.Reason.NO_VOI);
    }

    @Test
    void refusesBlankImages() {
        ImageSize size = new ImageSize(100, 100);
        short[] constant = new short[size.pixels()];
        Arrays.fill(constant, (short) 1000);
        short[] brightBorder = new short[size.pixels()];
        brightBorder[0] = 4095;

        assertThat(reasonOf(stored(size, constant, "MONOCHROME2"))).isEqualTo(Reason.BLANK);
        assertThat(reasonOf(stored(size, constant, "MONOCHROME1"))).isEqualTo(Reason.BLANK);
        assertThat(reasonOf(stored(size, brightBorder, "MONOCHROME2"))).isEqualTo(Reason.BLANK);
    }

    /** Texture so fine that every target pixel averages it away. */
    @Test
    void refusesImagesThatAreBlankOnceResized() {
        ImageSize size = new ImageSize(130, 82);
        short[] chequered = new short[size.pixels()];
        for (int i = 0; i < chequered.length; i++) {
            chequered[i] = (short) ((i / 82 + i % 82) % 2 * 4000);
        }

        assertThat(reasonOf(stored(size, chequered, "MONOCHROME2"))).isEqualTo(Reason.BLANK);
    }

    @Test
    void refusesImagesSmallerThanWhatIsLeftToSee() throws Exception {
        assertThat(reasonOf(breast(new ImageSize(25, 100), true, "MONOCHROME2")))
                .isEqualTo(Reason.TOO_SMALL);
        assertThat(reasonOf(breast(new ImageSize(100, 25), true, "MONOCHROME2")))
                .isEqualTo(Reason.TOO_SMALL);
        MammogramPreparation.reference(SMALL)
                .prepare(attributes("MONOCHROME2"), breast(new ImageSize(26, 26), true, "MONOCHROME2"));
    }

    @Test
    void saysWhatIsUnusualAboutAnImage() throws Exception {
        ImageSize size = new ImageSize(100, 80);
        short[] dim = new short[size.pixels()];
        dim[0] = 1;
        for (int row = 20; row < 80; row++) {
            dim[row * 80 + 40] = (short) (row % 2 * 4000);
        }
        PreparedMammogram line = MammogramPreparation.reference(SMALL)
                .prepare(attributes("MONOCHROME2"), stored(size, dim, "MONOCHROME2"));
        assertThat(line.quality()).contains(PreparationQuality.ENLARGED);

        short[] two = new short[size.pixels()];
        for (int row = 20; row < 80; row++) {
            for (int column = 10; column < 30; column++) {
                two[row * 80 + column] = (short) (row * column % 3000 + 1000);
                two[row * 80 + column + 30] = (short) (row * column % 2500 + 1000);
            }
        }
        PreparedMammogram glued = MammogramPreparation.reference(SMALL)
                .prepare(attributes("MONOCHROME2"), stored(size, two, "MONOCHROME2"));
        assertThat(glued.quality()).contains(PreparationQuality.GLUED_REGIONS);
        assertThat(glued.mapsToSource()).isFalse();
        assertThat(place(glued, new PixelBox(3, 10, 9, 20))).isEmpty();

        short[] flat = new short[size.pixels()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (short) (i % 80 == 6 && i / 80 < 8 ? 4000 : i % 7);
        }
        PreparedMammogram empty = MammogramPreparation.reference(SMALL)
                .prepare(attributes("MONOCHROME2"), stored(size, flat, "MONOCHROME2"));
        assertThat(empty.quality()).contains(PreparationQuality.NO_BREAST_FOUND);
        assertThat(empty.toSourcePixels())
                .isEqualTo(AffineTransform2D.scale(70 / 36.0, 90 / 60.0).then(AffineTransform2D.translate(5, 5)));
    }

    @Test
    void signedValuesKeepTheirOrder() throws Exception {
        ImageSize size = new ImageSize(250, 190);
        short[] signed = Golden.breast(250, 190, true, 250190);
        for (int i = 0; i < signed.length; i++) {
            signed[i] -= 2048;
        }
        byte[] grey = MammogramPreparation.reference(SMALL)
                .prepare(attributes("MONOCHROME2"), new StoredPixels(size, 12, true, signed))
                .grey();

        assertThat(grey)
                .isEqualTo(MammogramPreparation.reference(SMALL)
                        .prepare(attributes("MONOCHROME2"), breast(size, true, "MONOCHROME2"))
                        .grey());
    }

    @Test
    void boxesHaveTheirEdgesInOrder() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PixelBox(2, 0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PixelBox(0, Double.NaN, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PixelBox(0, 0, Double.POSITIVE_INFINITY, 1));
    }

    private static Reason reasonOf(StoredPixels pixels) {
        try {
            MammogramPreparation.reference(SMALL).prepare(attributes("MONOCHROME2"), pixels);
        } catch (UnusableImageException e) {
            return e.reason();
        } catch (UndecodablePixelsException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("was prepared");
    }

    private static StoredPixels breast(ImageSize size, boolean left, String photometric) {
        return stored(
                size,
                Golden.breast(size.rows(), size.columns(), left, size.rows() * 1000 + size.columns()),
                photometric);
    }

    /** Takes brightness; MONOCHROME1 stores it inverted. */
    private static StoredPixels stored(ImageSize size, short[] brightness, String photometric) {
        if (photometric.equals("MONOCHROME1")) {
            for (int i = 0; i < brightness.length; i++) {
                brightness[i] = (short) (4095 - brightness[i]);
            }
        }
        return new StoredPixels(size, 12, false, brightness);
    }

    private static DataSet attributes(String photometric) {
        return DataSet.builder()
                .text(Tag.PhotometricInterpretation, photometric)
                .integers(Tag.PixelRepresentation, Vr.US, 0)
                .build();
    }
}
