package org.mammoclip.mammogram.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.pixel.FrameDecoder;
import org.mammoclip.dicom.pixel.StoredPixels;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.mammogram.Examples;
import org.mammoclip.mammogram.InstanceHeader;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.ReportingDevice;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.finding.AttributionGrid;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.prepare.MammogramPreparation;
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

    @Test
    void fullFieldOverlayIsAValidSecondaryCapture() throws Exception {
        SyntheticExam exam =
                SyntheticExam.builder(7).size(SyntheticExam.FULL_FIELD).build();

        check("full-field", exam.images().subList(0, 2), 2048);
    }

    @Test
    void smallOverlayIsAValidSecondaryCapture() throws Exception {
        check("small", List.of(Examples.read("study/RCC.dcm"), Examples.read("study/RMLO.dcm")), 2048);
    }

    @Test
    void overlayOfAnInvertedMammogramIsAValidSecondaryCapture() throws Exception {
        check("inverted", List.of(Examples.read("edge-cases/lcc_monochrome1_inverse.dcm")), 1024);
    }

    private void check(String name, List<Part10File> files, int longestSide) throws Exception {
        Files.createDirectories(PREVIEWS);
        List<Mammogram> mammograms = new ArrayList<>();
        List<Part10File> sources = new ArrayList<>(files);
        for (Part10File file : files) {
            InstanceHeader header = InstanceHeader.of(file.dataSet()).orElseThrow();
            mammograms.add(new Mammogram(
                    header,
                    ImageSelector.decide(header, SelectionRules.DEFAULT).slot().orElseThrow(),
                    false));
        }
        ScreeningStudy study = new ScreeningStudy(mammograms.get(0).source().studyInstanceUid(), mammograms, List.of());
        List<ImageOutcome> outcomes = new ArrayList<>();
        for (Mammogram mammogram : study.mammograms()) {
            outcomes.add(outcome(mammogram, sources.get(mammograms.indexOf(mammogram))));
        }
        TriageReport report = new TriageReport(
                study,
                1,
                outcomes,
                DecisionRules.of(Map.of(Finding.MASS, 0.5)),
                Reports.MODEL,
                ReportingDevice.node("node-1"),
                OutputProfile.FULL,
                "Research use only - not for diagnosis",
                OffsetDateTime.parse("2026-03-01T09:40:01Z"),
                List.of());
        for (ImageOutcome.Scored outcome : report.scored()) {
            Part10File source = sources.get(mammograms.indexOf(outcome.mammogram()));
            AttributionOverlay overlay = AttributionOverlay.render(
                            report, outcome, Background.of(source.dataSet(), pixels(source)), longestSide)
                    .orElseThrow();
            String file = name + "-" + report.labelOf(outcome.mammogram());
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

    /** A map with a blob and a weaker ring, in model space. */
    private static ImageOutcome outcome(Mammogram mammogram, Part10File source) throws Exception {
        PreparedMammogram prepared = MammogramPreparation.reference(MammogramPreparation.REFERENCE_SIZE)
                .prepare(source.dataSet(), pixels(source));
        float[][] values = new float[48][29];
        for (int row = 0; row < 48; row++) {
            for (int column = 0; column < 29; column++) {
                double d = Math.hypot(row - 22.0, (column - 13.0) * 1.3);
                values[row][column] =
                        (float) Math.min(1, Math.exp(-d * d / 18) + 0.45 * Math.exp(-(d - 9) * (d - 9) / 4) + 0.05);
            }
        }
        AttributionGrid grid = AttributionGrid.of(values);
        SourceAttribution attribution = new SourceAttribution(
                mammogram.source(),
                Finding.MASS,
                grid,
                SourceAttribution.overModelInput(grid, 1520, 912, prepared.toSourcePixels()),
                prepared.sourceSize().rows(),
                prepared.sourceSize().columns(),
                "gradient-free class activation map");
        return new ImageOutcome.Scored(mammogram, Map.of(Finding.MASS, 0.88), List.of(attribution));
    }
}
