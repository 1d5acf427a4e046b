package org.mammoclip.mammogram.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mammoclip.mammogram.finding.BoxOrigin;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.finding.SourceBox;

/**
 * Which places of an image are marked: of every finding that is present there the strongest boxes, those of a detector
 * before those of a map. Where a finding has no box, its attribution map is asked. A reader can look at few marks, so
 * there are at most {@value #MAX_PER_FINDING} of a finding and {@value #MAX_PER_IMAGE} in an image; the findings
 * furthest above their thresholds come first, and detector boxes that are left out are counted.
 *
 * @param located by finding in output order, strongest place first
 * @param leftOut boxes of a detector that are not marked because of the bounds
 */
record Marks(List<LocatedFinding> located, int leftOut) {
    static final int MAX_PER_FINDING = 3;
    static final int MAX_PER_IMAGE = 16;

    private static final Comparator<SourceBox> STRONGEST_FIRST =
            Comparator.comparing(SourceBox::origin).thenComparing(SourceBox::score, Comparator.reverseOrder());

    static Marks of(TriageReport report, ImageOutcome.Scored image) {
        List<Finding> outputOrder = List.copyOf(report.thresholds().keySet());
        List<Finding> present = outputOrder.stream()
                .filter(finding -> report.isPresent(finding, image))
                .sorted(Comparator.comparingDouble((Finding finding) -> report.aligned(finding, image))
                        .reversed())
                .toList();
        List<LocatedFinding> located = new ArrayList<>();
        int leftOut = 0;
        for (Finding finding : present) {
            List<SourceBox> boxes = places(image, finding);
            int room = Math.min(MAX_PER_FINDING, MAX_PER_IMAGE - located.size());
            for (SourceBox box : boxes) {
                if (room > 0) {
                    located.add(mark(report, image, box, boxes.indexOf(box) + 1));
                    room--;
                } else if (box.origin() == BoxOrigin.DETECTOR) {
                    leftOut++;
                }
            }
        }
        located.sort(Comparator.comparingInt(mark -> outputOrder.indexOf(mark.finding())));
        return new Marks(List.copyOf(located), leftOut);
    }

    /** Strongest first. */
    private static List<SourceBox> places(ImageOutcome.Scored image, Finding finding) {
        List<SourceBox> boxes = image.boxes().stream()
                .filter(box -> box.finding().equals(finding))
                .distinct()
                .sorted(STRONGEST_FIRST)
                .toList();
        if (!boxes.isEmpty()) {
            return boxes;
        }
        return image.attribution(finding).stream()
                .flatMap(attribution -> attribution.boxes(MAX_PER_FINDING).stream())
                .toList();
    }

    private static LocatedFinding mark(TriageReport report, ImageOutcome.Scored image, SourceBox box, int ordinal) {
        Finding finding = box.finding();
        Optional<SourceAttribution> map = image.attribution(finding);
        String method = switch (box.origin()) {
            case DETECTOR -> "trained detector";
            case ATTRIBUTION -> map.map(SourceAttribution::method).orElse("attribution map");
        };
        String label = finding.title() + " " + ordinal + " " + report.labelOf(image.mammogram());
        return new LocatedFinding(image.mammogram(), box, image.score(finding), method, ordinal, label);
    }
}
