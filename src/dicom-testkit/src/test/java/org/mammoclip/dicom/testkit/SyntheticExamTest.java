package org.mammoclip.dicom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.TransferSyntax;

class SyntheticExamTest {
    private static final int ROWS = SyntheticExam.SMALL.rows();
    private static final int COLUMNS = SyntheticExam.SMALL.columns();

    @Test
    void givesTheSameBytesForTheSameSeedOnEveryMachine() throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (Part10File image : SyntheticExam.of(1).images()) {
            sha256.update(image.dataSet().bytes(Tag.PixelData).orElseThrow());
        }
        assertThat(HexFormat.of().formatHex(sha256.digest(), 0, 8)).isEqualTo("a552989f098b152a");
        assertThat(SyntheticExam.of(1).images()).isEqualTo(SyntheticExam.of(1).images());
    }

    @Test
    void givesAnotherExamForAnotherSeed() {
        SyntheticExam one = SyntheticExam.of(1);
        SyntheticExam two = SyntheticExam.of(2);
        assertThat(one.studyInstanceUid()).isNotEqualTo(two.studyInstanceUid());
        assertThat(one.patientId()).isNotEqualTo(two.patientId());
        assertThat(pixels(one, 0)).isNotEqualTo(pixels(two, 0));
    }

    @Test
    void identifiesEachImageOnce() {
        SyntheticExam exam = SyntheticExam.builder(3)
                .views(SyntheticView.LCC, SyntheticView.LCC, SyntheticView.RMLO)
                .build();
        assertThat(exam.syntheticImages())
                .extracting(SyntheticImage::sopInstanceUid)
                .doesNotHaveDuplicates();
        for (SyntheticImage image : exam.syntheticImages()) {
            DataSet dataSet = image.render().dataSet();
            assertThat(dataSet.uid(Tag.SOPInstanceUID)).contains(image.sopInstanceUid());
            assertThat(dataSet.uid(Tag.SeriesInstanceUID)).contains(image.seriesInstanceUid());
            assertThat(dataSet.uid(Tag.StudyInstanceUID)).contains(exam.studyInstanceUid());
            assertThat(dataSet.string(Tag.PatientID)).contains(exam.patientId());
            assertThat(dataSet.string(Tag.AccessionNumber)).contains(exam.accessionNumber());
        }
        assertThat(pixels(exam, 0)).as("a repeat is another exposure").isNotEqualTo(pixels(exam, 1));
    }

    @Test
    void putsTheChestWallWherePatientOrientationSaysSo() {
        for (SyntheticImage image :
                SyntheticExam.builder(4).views(SyntheticView.values()).build().syntheticImages()) {
            int[] pixels = pixels(image.render());
            long left = tissue(pixels, 0, COLUMNS / 10);
            long right = tissue(pixels, COLUMNS - COLUMNS / 10, COLUMNS);
            boolean chestWallLeft = image.view().laterality().equals("L");
            assertThat(chestWallLeft ? left : right)
                    .as("%s chest wall", image.view())
                    .isGreaterThan((long) ROWS * COLUMNS / 20);
            assertThat(chestWallLeft ? right : left).as("%s air", image.view()).isZero();
            assertThat(image.render().dataSet().strings(Tag.PatientOrientation).get(0))
                    .isEqualTo(chestWallLeft ? "A" : "P");
        }
    }

    private static long tissue(int[] pixels, int fromColumn, int toColumn) {
        long count = 0;
        for (int i = 0; i < pixels.length; i++) {
            if (i % COLUMNS >= fromColumn && i % COLUMNS < toColumn && pixels[i] > 0) {
                count++;
            }
        }
        return count;
    }

    @Test
    void drawsEachLesionWithinItsCircleAndNothingElse() {
        SyntheticExam with = SyntheticExam.of(5);
        SyntheticExam without = SyntheticExam.builder(5).withoutLesions().build();
        for (int view = 0; view < 4; view++) {
            List<Lesion> lesions = with.syntheticImages().get(view).lesions();
            assertThat(lesions).hasSize(1);
            assertThat(without.syntheticImages().get(view).lesions()).isEmpty();
            Lesion lesion = lesions.get(0);
            int[] ill = pixels(with, view);
            int[] healthy = pixels(without, view);
            int changed = 0;
            int gain = 0;
            for (int i = 0; i < ill.length; i++) {
                if (ill[i] != healthy[i]) {
                    double dx = i % COLUMNS + 0.5 - lesion.column();
                    double dy = i / COLUMNS + 0.5 - lesion.row();
                    assertThat(Math.hypot(dx, dy)).isLessThanOrEqualTo(lesion.radius() + 1);
                    changed++;
                    gain = Math.max(gain, ill[i] - healthy[i]);
                }
            }
            assertThat(changed).isGreaterThan(10);
            assertThat(gain).isGreaterThan(500);
        }
        assertThat(with.syntheticImages().get(0).lesions().get(0).kind())
                .as("the other breast has the other kind")
                .isNotEqualTo(with.syntheticImages().get(2).lesions().get(0).kind())
                .isEqualTo(with.syntheticImages().get(1).lesions().get(0).kind());
    }

    @Test
    void storesMonochrome1Inverted() {
        int[] bright = pixels(SyntheticExam.of(6), 0);
        SyntheticExam inverted = SyntheticExam.builder(6).monochrome1().build();
        DataSet image = inverted.images().get(0).dataSet();
        assertThat(image.string(Tag.PhotometricInterpretation)).contains("MONOCHROME1");
        assertThat(image.integer(Tag.PixelPaddingValue)).hasValue(4095);
        int[] dark = pixels(inverted, 0);
        for (int i = 0; i < bright.length; i++) {
            assertThat(dark[i]).isEqualTo(4095 - bright[i]);
        }
    }

    @Test
    void keepsToTwelveBits() {
        for (int view = 0; view < 4; view++) {
            for (int value : pixels(SyntheticExam.of(7), view)) {
                assertThat(value).isBetween(0, 4095);
            }
        }
    }

    @Test
    void computesAFullFieldImageFastEnoughForBenches() {
        SyntheticExam exam = SyntheticExam.builder(8)
                .size(SyntheticExam.FULL_FIELD)
                .views(SyntheticView.LMLO)
                .build();
        long began = System.nanoTime();
        Part10File image = exam.images().get(0);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(image.dataSet().bytes(Tag.PixelData).orElseThrow()).hasSize(4096 * 3328 * 2);
        assertThat(took).as("about 0.15 s on an idle machine").isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void breaksWhatADefectSays() {
        assertThat(defective(Defect.NO_LATERALITY).contains(Tag.ImageLaterality))
                .isFalse();
        assertThat(defective(Defect.BOTH_BREASTS).string(Tag.ImageLaterality)).contains("B");
        assertThat(defective(Defect.SIDES_DISAGREE).string(Tag.Laterality)).contains("R");
        assertThat(defective(Defect.NO_VIEW).contains(Tag.ViewCodeSequence)).isFalse();
        assertThat(defective(Defect.IMPLANT).string(Tag.BreastImplantPresent)).contains("YES");
        assertThat(defective(Defect.PARTIAL_VIEW).string(Tag.PartialView)).contains("YES");
        assertThat(defective(Defect.SPOT_MAGNIFICATION)
                        .item(Tag.ViewCodeSequence)
                        .orElseThrow()
                        .items(Tag.ViewModifierCodeSequence))
                .hasSize(2);
        assertThat(defective(Defect.SHORT_PIXEL_DATA).bytes(Tag.PixelData).orElseThrow())
                .hasSize((ROWS - 2) * COLUMNS * 2);
        assertThat(defective(Defect.LONG_PIXEL_DATA).bytes(Tag.PixelData).orElseThrow())
                .hasSize((ROWS + 2) * COLUMNS * 2);
        assertThat(defective(Defect.NO_PIXEL_DATA).contains(Tag.PixelData)).isFalse();
        assertThat(defective(Defect.HUGE_SIZE).integer(Tag.Rows)).hasValue(65_535);
        assertThat(defective(Defect.IMPOSSIBLE_BITS).integer(Tag.BitsStored)).hasValue(17);
        assertThat(defective(Defect.BLANK).bytes(Tag.PixelData).orElseThrow()).containsOnly(0);
        assertThat(defective(Defect.OTHER_PATIENT).string(Tag.PatientID)).contains("SYN-OTHER");
        assertThat(defective(Defect.TOMOSYNTHESIS).integer(Tag.NumberOfFrames)).hasValue(2);
        assertThat(defective(Defect.FOR_PROCESSING).string(Tag.PresentationIntentType))
                .contains("FOR PROCESSING");
        assertThat(defective(Defect.SECONDARY_CAPTURE).strings(Tag.ImageType)).contains("SECONDARY");
        assertThat(defective(Defect.CHEST_X_RAY).string(Tag.Modality)).contains("DX");
        assertThat(defective(Defect.OTHER_MODALITY).string(Tag.Modality)).contains("CR");
        assertThat(defective(Defect.QUALITY_CONTROL).string(Tag.QualityControlImage))
                .contains("YES");
        assertThat(defective(Defect.NO_STUDY_UID).contains(Tag.StudyInstanceUID))
                .isFalse();
    }

    private static DataSet defective(Defect defect) {
        SyntheticExam exam = SyntheticExam.builder(9)
                .defect(SyntheticView.LCC, defect)
                .views(SyntheticView.LCC, SyntheticView.RCC)
                .build();
        assertThat(exam.images().get(1))
                .as("the other view is untouched")
                .isEqualTo(SyntheticExam.builder(9)
                        .views(SyntheticView.LCC, SyntheticView.RCC)
                        .build()
                        .images()
                        .get(1));
        return exam.images().get(0).dataSet();
    }

    @Test
    void writesFilesThatReadBackEqual(@TempDir Path directory) throws Exception {
        for (TransferSyntax syntax : List.of(
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
            SyntheticExam exam =
                    SyntheticExam.builder(10).transferSyntax(syntax).build();
            List<Path> files = exam.writeTo(directory);
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("1-LCC.dcm", "2-LMLO.dcm", "3-RCC.dcm", "4-RMLO.dcm");
            Part10File read = Part10Reader.readHeader(files.get(2), ReadLimits.DEFAULT);
            assertThat(read.transferSyntax()).isEqualTo(syntax);
            DataSet withoutPixels = exam.images().get(2).dataSet().toBuilder()
                    .remove(Tag.PixelData)
                    .build();
            assertThat(read.dataSet()).isEqualTo(withoutPixels);
        }
    }

    @Test
    void refusesEncapsulatedTransferSyntaxes() {
        assertThatThrownBy(() -> SyntheticExam.builder(1).transferSyntax(TransferSyntax.RLE_LOSSLESS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int[] pixels(SyntheticExam exam, int view) {
        return pixels(exam.syntheticImages().get(view).render());
    }

    private static int[] pixels(Part10File image) {
        ByteBuffer bytes = ByteBuffer.wrap(image.dataSet().bytes(Tag.PixelData).orElseThrow())
                .order(ByteOrder.LITTLE_ENDIAN);
        int[] pixels = new int[bytes.remaining() / 2];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = bytes.getShort() & 0xFFFF;
        }
        return pixels;
    }
}
