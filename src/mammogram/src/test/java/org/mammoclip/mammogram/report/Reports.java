package org.mammoclip.mammogram.report;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mammoclip.mammogram.AffineTransform2D;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.ModelIdentity;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.ReportingDevice;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.finding.AttributionGrid;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;

/** Reports about made-up scores. */
public final class Reports {
    public static final ModelIdentity MODEL = new ModelIdentity(
            "mammoclip-b5",
            "2026.1",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "0.1.0",
            "reference-1",
            "default-1",
            "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210",
            "Untrained demonstration model: scores have no clinical meaning");
    public static final OffsetDateTime ANALYSED_AT = OffsetDateTime.parse("2026-03-01T09:40:01+01:00");

    private Reports() {}

    /** A grid with one bright cell. */
    public static AttributionGrid grid(int rows, int columns, int row, int column) {
        float[][] values = new float[rows][columns];
        values[row][column] = 1;
        return AttributionGrid.of(values);
    }

    /** Over the whole image, 384 x 288, with a bright 8 x 8 square at column 160, row 152. */
    public static SourceAttribution attribution(InstanceReference source, Finding finding) {
        AttributionGrid grid = grid(48, 36, 19, 20);
        return new SourceAttribution(
                source, finding, grid, AffineTransform2D.scale(8, 8), 384, 288, "gradient-free class activation");
    }

    /** One scored image per outcome, judged by these rules in the full profile. */
    public static TriageReport report(List<ImageOutcome> outcomes, DecisionRules rules) {
        return report(outcomes, rules, OutputProfile.FULL);
    }

    public static TriageReport report(List<ImageOutcome> outcomes, DecisionRules rules, OutputProfile profile) {
        List<Mammogram> mammograms =
                outcomes.stream().map(ImageOutcome::mammogram).toList();
        return new TriageReport(
                new ScreeningStudy(mammograms.get(0).source().studyInstanceUid(), mammograms, List.of()),
                1,
                outcomes,
                rules,
                MODEL,
                ReportingDevice.node("node-1"),
                profile,
                "Research use only - not for diagnosis",
                ANALYSED_AT,
                List.of());
    }

    /** Every finding scored 0.1 but these in these slots, which get 0.88. */
    public static TriageReport report(ScreeningStudy study, Map<Slot, Set<Finding>> present, Set<Slot> failed) {
        return report(study, present, failed, OutputProfile.FULL, List.of());
    }

    public static TriageReport report(
            ScreeningStudy study,
            Map<Slot, Set<Finding>> present,
            Set<Slot> failed,
            OutputProfile profile,
            List<InstanceReference> predecessors) {
        Map<Finding, Double> thresholds = new LinkedHashMap<>();
        for (Finding finding : Finding.VINDR) {
            thresholds.put(finding, 0.5);
        }
        List<ImageOutcome> images = new ArrayList<>();
        for (Mammogram mammogram : study.mammograms()) {
            if (failed.contains(mammogram.slot())) {
                images.add(new ImageOutcome.Failed(mammogram, "undecodable pixels"));
                continue;
            }
            Map<Finding, Double> scores = new LinkedHashMap<>();
            List<SourceAttribution> attributions = new ArrayList<>();
            for (Finding finding : Finding.VINDR) {
                boolean here = present.getOrDefault(mammogram.slot(), Set.of()).contains(finding);
                scores.put(finding, here ? 0.88 : 0.1);
                attributions.add(attribution(mammogram.source(), finding));
            }
            images.add(new ImageOutcome.Scored(mammogram, scores, attributions));
        }
        return new TriageReport(
                study,
                predecessors.isEmpty() ? 1 : 2,
                images,
                DecisionRules.of(thresholds),
                MODEL,
                ReportingDevice.node("node-1"),
                profile,
                "Research use only - not for diagnosis",
                ANALYSED_AT,
                predecessors);
    }
}
