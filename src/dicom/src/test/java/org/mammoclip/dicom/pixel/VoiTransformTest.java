package org.mammoclip.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Vr;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

class VoiTransformTest {
    /** Computed from the formulas of PS3.3 C.11.2.1.2 and C.11.2.1.3 for center 2000 and width 1200. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.0000, 0.0000, 0.3241",
        "1400, 0.0000, 0.0000, 30.3967",
        "1401, 0.2127, 0.2125, 30.4861",
        "1700, 63.8032, 63.7500, 68.5801",
        "2000, 127.6063, 127.5000, 127.5000",
        "2300, 191.4095, 191.2500, 186.4199",
        "2599, 255.0000, 254.7875, 224.5139",
        "2600, 255.0000, 255.0000, 224.6033",
        "4095, 255.0000, 255.0000, 254.7638"
    })
    void windowsMeetTheAnchors(double stored, double linear, double linearExact, double sigmoid)
            throws UndecodablePixelsException {
        DataSet image = windowed("2000", "1200").build();

        assertThat(VoiTransform.of(image).apply(stored)).isEqualTo(linear, within(5e-5));
        assertThat(with(image, "LINEAR").apply(stored)).isEqualTo(linear, within(5e-5));
        assertThat(with(image, "LINEAR_EXACT").apply(stored)).isEqualTo(linearExact, within(5e-5));
        assertThat(with(image, "SIGMOID").apply(stored)).isEqualTo(sigmoid, within(5e-5));
    }

    @Test
    void aLinearWindowOfWidthOneIsAStep() throws UndecodablePixelsException {
        VoiTransform step = VoiTransform.of(windowed("100", "1").build());

        assertThat(step.grey(99)).isZero();
        assertThat(step.grey(100)).isEqualTo(255);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 0, LINEAR",
        "100, 0.5, LINEAR",
        "100, 0, SIGMOID",
        "100, -5, LINEAR_EXACT",
        "NaN, 10, LINEAR",
        "100, NaN, LINEAR",
        "100, x, LINEAR",
        "100, 10, CUBIC",
        "100, 10\\20, LINEAR"
    })
    void refusesWindowsThatCannotBeApplied(String center, String width, String function) {
        DataSet image = windowed(center, width)
                .text(Tag.WindowWidth, width.split("\\\\"))
                .text(Tag.VOILUTFunction, function)
                .build();

        assertThat(reasonOf(image)).isEqualTo(Reason.INVALID_GREY_TRANSFORM);
    }

    @Test
    void prefersTheNormalWindowElseTheFirst() throws UndecodablePixelsException {
        DataSet image = Examples.image(1, 1, 16, 12)
                .text(Tag.WindowCenter, "1000", "3000")
                .text(Tag.WindowWidth, "2", "2")
                .text(Tag.WindowCenterWidthExplanation, "HARDER", "NORMAL")
                .build();

        assertThat(VoiTransform.of(image).grey(2000)).isZero();
        assertThat(VoiTransform.of(image, List.of("SOFTER")).grey(2000)).isEqualTo(255);
        assertThat(VoiTransform.of(image, List.of("SOFTER", "harder")).grey(2000))
                .isEqualTo(255);
    }

    @Test
    void aVoiLutComesBeforeWindows() throws UndecodablePixelsException {
        DataSet image = windowed("10", "20")
                .sequence(Tag.VOILUTSequence, table("NORMAL", 10, 0, 1000, 2000, 4095))
                .build();
        VoiTransform voi = VoiTransform.of(image);

        assertThat(voi.apply(-5)).isZero();
        assertThat(voi.apply(10)).isZero();
        assertThat(voi.apply(11)).isEqualTo(1000 / 4095.0 * 255, within(1e-9));
        assertThat(voi.apply(13)).isEqualTo(255);
        assertThat(voi.apply(60000)).isEqualTo(255);
    }

    @Test
    void readsTheExampleVoiLut() throws IOException {
        VoiTransform voi = VoiTransform.of(
                Examples.read("edge-cases/lmlo_voi_lut_sequence").dataSet());

        assertThat(voi.grey(1500)).isZero();
        assertThat(voi.grey(1500 + 1023)).isEqualTo(255);
        assertThat(voi.grey(4095)).isEqualTo(255);
    }

    @Test
    void refusesTablesWhoseDataDoNotFitTheirDescriptor() {
        DataSet good = table("", 0, 1, 2, 3);
        DataSet[] bad = {
            good.toBuilder().integers(Tag.LUTDescriptor, Vr.US, 4, 0, 12).build(),
            good.toBuilder().integers(Tag.LUTDescriptor, Vr.US, 0, 0, 12).build(),
            good.toBuilder().integers(Tag.LUTDescriptor, Vr.US, 3, 0, 7).build(),
            good.toBuilder().integers(Tag.LUTDescriptor, Vr.US, 3, 0, 17).build(),
            good.toBuilder().integers(Tag.LUTDescriptor, Vr.US, 3, 0).build(),
            good.toBuilder().remove(Tag.LUTDescriptor).build(),
            good.toBuilder().remove(Tag.LUTData).build(),
            DataSet.EMPTY
        };
        for (DataSet item : bad) {
            DataSet image = Examples.image(1, 1, 16, 12)
                    .sequence(Tag.VOILUTSequence, item)
                    .build();
            assertThat(reasonOf(image)).isEqualTo(Reason.INVALID_GREY_TRANSFORM);
        }
    }

    @Test
    void aTableOfZeroEntriesHas65536() throws UndecodablePixelsException {
        int[] entries = new int[65536];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = i;
        }
        DataSet item = table("", 0, entries).toBuilder()
                .integers(Tag.LUTDescriptor, Vr.US, 0, 0, 16)
                .build();
        DataSet image =
                Examples.image(1, 1, 16, 16).sequence(Tag.VOILUTSequence, item).build();

        assertThat(VoiTransform.of(image).apply(65535)).isEqualTo(255);
    }

    @Test
    void invertsMonochrome1Once() throws UndecodablePixelsException {
        DataSet image = windowed("2000", "1200")
                .text(Tag.PhotometricInterpretation, "MONOCHROME1")
                .text(Tag.PresentationLUTShape, "INVERSE")
                .build();

        assertThat(VoiTransform.of(image).apply(0)).isEqualTo(255);
        assertThat(VoiTransform.of(image).apply(4095)).isZero();
    }

    /**
     * The example's window center 2047 is the mirror of 2048 for LINEAR_EXACT; for LINEAR, whose middle is center - 0.5, it
     * is 2048 again. So the example as it is may differ by a rounding, the corrected one not at all.
     */
    @Test
    void rendersAnInvertedCopyOfAnImageTheSame() throws IOException {
        DataSet asStored = Examples.read("edge-cases/lcc_monochrome1_inverse").dataSet();
        DataSet mirrored =
                asStored.toBuilder().text(Tag.WindowCenter, "2048", "1896").build();

        assertThat(largestDifferenceFromLcc(mirrored)).isZero();
        assertThat(largestDifferenceFromLcc(asStored)).isLessThanOrEqualTo(1);
    }

    /** The inverted example holds every fourth pixel of the plain one. */
    private static int largestDifferenceFromLcc(DataSet inverted) throws IOException {
        StoredPixels plain = Examples.decode("study/LCC");
        VoiTransform voi = VoiTransform.of(Examples.read("study/LCC").dataSet());
        byte[] rendered = VoiTransform.of(inverted).render8(Examples.decode("edge-cases/lcc_monochrome1_inverse"));
        int columns = plain.size().columns() / 4;
        int largest = 0;
        for (int i = 0; i < rendered.length; i++) {
            int grey = voi.grey(plain.value(4 * (i / columns), 4 * (i % columns)));
            largest = Math.max(largest, Math.abs((rendered[i] & 0xFF) - grey));
        }
        return largest;
    }

    @Test
    void paddingIsBlackInEitherPhotometricInterpretationAndOrder() throws UndecodablePixelsException {
        for (String photometric : List.of("MONOCHROME1", "MONOCHROME2")) {
            DataSet image = windowed("128", "256")
                    .text(Tag.PhotometricInterpretation, photometric)
                    .integers(Tag.PixelPaddingValue, Vr.US, 100)
                    .integers(Tag.PixelPaddingRangeLimit, Vr.US, 50)
                    .build();
            VoiTransform voi = VoiTransform.of(image);

            assertThat(voi.grey(50)).isZero();
            assertThat(voi.grey(75)).isZero();
            assertThat(voi.grey(100)).isZero();
            assertThat(voi.grey(101)).isNotZero();
            assertThat(voi.grey(49)).isNotZero();
        }
    }

    @Test
    void paddingOfASignedImageIsSignedHoweverItWasRead() {
        DataSet image = Examples.image(1, 1, 16, 16)
                .integers(Tag.PixelRepresentation, 1)
                .integers(Tag.PixelPaddingValue, Vr.US, 0xF830)
                .build();

        assertThat(PixelPadding.of(image)).contains(new PixelPadding(-2000, -2000));
    }

    @Test
    void inventsNoVoiForProcessingImages() {
        DataSet raw = Examples.image(1, 1, 16, 12)
                .text(Tag.PresentationIntentType, "FOR PROCESSING")
                .build();

        assertThat(reasonOf(raw)).isEqualTo(Reason.NO_VOI);
    }

    @Test
    void showsAnImageWithoutVoiOverTheRangeOfItsBits() throws UndecodablePixelsException {
        VoiTransform voi = VoiTransform.of(Examples.image(1, 1, 16, 12).build());

        assertThat(voi.apply(0)).isZero();
        assertThat(voi.apply(4095)).isEqualTo(255, within(0.1));
        assertThat(voi.apply(2047.5)).isEqualTo(127.5, within(0.1));
    }

    @Test
    void stretchesOverTheValuesThatAreNoPadding() throws UndecodablePixelsException {
        DataSet image = Examples.image(1, 4, 16, 12)
                .text(Tag.PhotometricInterpretation, "MONOCHROME1")
                .text(Tag.WindowWidth, "0")
                .integers(Tag.PixelPaddingValue, Vr.US, 4095)
                .build();
        StoredPixels pixels = new StoredPixels(new ImageSize(1, 4), 12, false, new short[] {100, 200, 300, 4095});

        assertThat(VoiTransform.overValuesOf(image, pixels).render8(pixels))
                .containsExactly((byte) 255, (byte) 128, (byte) 0, (byte) 0);
    }

    @Test
    void stretchingAConstantImageIsNoDivisionByZero() throws UndecodablePixelsException {
        StoredPixels pixels = new StoredPixels(new ImageSize(1, 1), 12, false, new short[] {100});

        assertThat(VoiTransform.overValuesOf(Examples.image(1, 1, 16, 12).build(), pixels)
                        .render8(pixels))
                .hasSize(1);
    }

    private static DataSet.Builder windowed(String center, String width) {
        return Examples.image(1, 1, 16, 12).text(Tag.WindowCenter, center).text(Tag.WindowWidth, width);
    }

    private static VoiTransform with(DataSet image, String function) throws UndecodablePixelsException {
        return VoiTransform.of(
                image.toBuilder().text(Tag.VOILUTFunction, function).build());
    }

    static DataSet table(String explanation, int first, int... entries) {
        return DataSet.builder()
                .integers(Tag.LUTDescriptor, Vr.US, entries.length, first, 12)
                .text(Tag.LUTExplanation, explanation)
                .integers(Tag.LUTData, Vr.OW, entries)
                .build();
    }

    private static Reason reasonOf(DataSet image) {
        try {
            VoiTransform.of(image);
        } catch (UndecodablePixelsException e) {
            return e.reason();
        }
        throw new AssertionError("was accepted");
    }
}
