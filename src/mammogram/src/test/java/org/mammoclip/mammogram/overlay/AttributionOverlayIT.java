package org.mammoclip.mammogram.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Vr;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.pixel.FrameDecoder;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.pixel.StoredPixels;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.mammogram.Examples;
import org.mammoclip.mammogram.InstanceHeader;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.finding.AttributionGrid;
import org.mammoclip.mammogram.finding.BoxOrigin;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.finding.SourceBox;
import org.mammoclip.mammogram.prepare.MammogramPreparation;
import org.mammoclip.mammogram.prepare.PixelBox;
import org.mammoclip.mammogram.prepare.PreparedMammogram;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.mammogram.report.Reports;
import org.mammoclip.mammogram.report.TriageReport;
import org.mammoclip.mammogram.report.Validators;
import org.mammoclip.mammogram.select.ImageSelector;
import org.mammoclip.mammogram.select.SelectionRules;

/** Overlays of full-field and small mammograms, checked by dciodvfy; the PNG previews are left in target/overlays. */
class AttributionOverlayIT {
    private static final Path PREVIEWS = Path.of("target", "overlays");

    @TempDir
    Path folder;

    /** What is laid over the mammogram. */
    enum Scene {
        MAP,
        SENTENCE,
        MAP_AND_BOXES,
        BOXES_ONLY,
        AS_MANY_MARKS_AS_THERE_CAN_BE;

        private static final Map<Finding, Double> THRESHOLDS = Finding.VINDR.stream()
                .collect(Collectors.toMap(finding -> finding, finding -> 0.5, (one, other) -> one, LinkedHashMap::new));

        ImageOutcome outcome(Mammogram mammogram, PreparedMammogram prepared) {
            Map<Finding, Double> scores = new LinkedHashMap<>(THRESHOLDS);
            scores.replaceAll((finding, score) -> this == AS_MANY_MARKS_AS_THERE_CAN_BE ? 0.9 : 0.1);
            scores.put(Finding.MASS, 0.88);
            List<SourceAttribution> maps = new ArrayList<>();
            if (this != BOXES_ONLY) {
                String sentence = this == SENTENCE
                        ? "there is a new spiculated mass in the upper outer quadrant of the left breast, middle depth"
                        : "";
                maps.add(map(mammogram, prepared, sentence));
            }
            List<SourceBox> boxes = new ArrayList<>();
            if (this == MAP_AND_BOXES || this == BOXES_ONLY) {
                boxes.add(box(prepared, Finding.MASS, new PixelBox(330, 590, 500, 800), 0.912, BoxOrigin.DETECTOR));
                boxes.add(box(prepared, Finding.MASS, new PixelBox(520, 900, 640, 1010), 0.334, BoxOrigin.DETECTOR));
                scores.put(Finding.SUSPICIOUS_CALCIFICATION, 0.61);
                boxes.add(box(
                        prepared,
                        Finding.SUSPICIOUS_CALCIFICATION,
                        new PixelBox(420, 690, 560, 860),
                        1,
                        BoxOrigin.ATTRIBUTION));
                scores.put(Finding.SKIN_THICKENING, 0.55);
            }
            if (this == AS_MANY_MARKS_AS_THERE_CAN_BE) {
                int at = 0;
                for (Finding finding : Finding.VINDR) {
                    for (int i = 0; i < 2; i++, at++) {
                        double left = 60 + 150 * (at % 5);
                        double top = 400 + 170.0 * (at / 5);
                        PixelBox rectangle = new PixelBox(left, top, left + 120, top + 110);
                        boxes.add(box(prepared, finding, rectangle, 0.95 - 0.01 * at, BoxOrigin.DETECTOR));
                    }
                }
            }
            return new ImageOutcome.Scored(mammogram, scores, maps, boxes, Set.of());
        }

        private static SourceBox box(
                PreparedMammogram prepared, Finding finding, PixelBox model, double score, BoxOrigin origin) {
            return SourceBox.of(finding, prepared, model, score, origin).orElseThrow();
        }

        /** A blob and a weaker ring, in model space. */
        private static SourceAttribution map(Mammogram mammogram, PreparedMammogram prepared, String sentence) {
            float[][] values = new float[48][29];
            for (int row = 0; row < 48; row++) {
                for (int column = 0; column < 29; column++) {
                    double d = Math.hypot(row - 22.0, (column - 13.0) * 1.3);
                    values[row][column] =
                            (float) Math.min(1, Math.exp(-d * d / 18) + 0.45 * Math.exp(-(d - 9) * (d - 9) / 4) + 0.05);
                }
            }
            AttributionGrid grid = AttributionGrid.of(values);
            return new SourceAttribution(
                    mammogram.source(),
                    Finding.MASS,
                    grid,
                    SourceAttribution.overModelInput(grid, 1520, 912, prepared.toSourcePixels()),
                    prepared.sourceSize().rows(),
                    prepared.sourceSize().columns(),
                    "gradient-free class activation map",
                    sentence);
        }
    }

    @ParameterizedTest
    @EnumSource
    void fullFieldOverlayIsAValidSecondaryCapture(Scene scene) throws Exception {
        SyntheticExam exam =
                SyntheticExam.builder(7).size(SyntheticExam.FULL_FIELD).build();

        check("full-field", scene, exam.images().subList(0, 2), 2048);
    }

    @ParameterizedTest
    @EnumSource
    void smallOverlayIsAValidSecondaryCapture(Scene scene) throws Exception {
        check("small", scene, List.of(Examples.read("study/RCC.dcm"), Examples.read("study/RMLO.dcm")), 2048);
    }

    @Test
    void overlayOfAnInvertedMammogramIsAValidSecondaryCapture() throws Exception {
        check("inverted", Scene.MAP, List.of(Examples.read("edge-cases/lcc_monochrome1_inverse.dcm")), 1024);
    }

    /** Pixels as a detector may store them: the chest wall on the other side, the feet above. */
    @Test
    void overlayOfMirroredAndFlippedPixelsIsAValidSecondaryCapture() throws Exception {
        Part10File hanging = Examples.read("study/RMLO.dcm");
        StoredPixels pixels = pixels(hanging);
        ImageSize size = pixels.size();
        ByteBuffer turned = ByteBuffer.allocate(2 * size.pixels()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = size.pixels() - 1; i >= 0; i--) {
            turned.putShort((short) pixels.value(i));
        }
        DataSet image = hanging.dataSet().toBuilder()
                .text(Tag.PatientOrientation, "A", "HR")
                .binary(Tag.PixelData, Vr.OW, turned.array())
                .build();

        check("turned", Scene.MAP_AND_BOXES, List.of(Part10File.of(image, hanging.transferSyntax())), 2048);
    }

    private void check(String name, Scene scene, List<Part10File> files, int longestSide) throws Exception {
        Files.createDirectories(PREVIEWS);
        List<ImageOutcome> outcomes = new ArrayList<>();
        Map<Mammogram, Part10File> sources = new LinkedHashMap<>();
        for (Part10File file : files) {
            InstanceHeader header = InstanceHeader.of(file.dataSet()).orElseThrow();
            Slot slot =
                    ImageSelector.decide(header, SelectionRules.DEFAULT).slot().orElseThrow();
            Mammogram mammogram = new Mammogram(header, slot, false);
            PreparedMammogram prepared = MammogramPreparation.reference(MammogramPreparation.REFERENCE_SIZE)
                    .prepare(file.dataSet(), pixels(file));
            sources.put(mammogram, file);
            outcomes.add(scene.outcome(mammogram, prepared));
        }
        TriageReport report = Reports.report(outcomes, DecisionRules.of(Scene.THRESHOLDS));
        for (ImageOutcome.Scored outcome : report.scored()) {
            Part10File source = Objects.requireNonNull(sources.get(outcome.mammogram()));
            AttributionOverlay overlay = AttributionOverlay.render(
                            report, outcome, Background.of(source.dataSet(), pixels(source)), longestSide)
                    .orElseThrow();
            String file = name + "-" + scene + "-" + report.labelOf(outcome.mammogram());
            try (OutputStream out = Files.newOutputStream(PREVIEWS.resolve(file + ".png"))) {
                overlay.writePng(out);
            }
            DataSet capture = overlay.encode();
            assertThat(Validators.dciodvfy(Validators.write(folder, file, capture)))
                    .allMatch(warning -> warning.contains("DeviceUID"));
        }
    }

    private static StoredPixels pixels(Part10File source) throws IOException {
        return FrameDecoder.decode(source.dataSet(), source.transferSyntax());
    }
}
