package org.mammoclip.mammogram.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.mammoclip.mammogram.prepare.PreparationQuality;

/** What is unusual about the way the images became model input, one phrase per peculiarity. */
final class PreparationNotes {
    private PreparationNotes() {}

    static List<String> of(TriageReport report) {
        List<String> notes = new ArrayList<>();
        for (PreparationQuality quality : PreparationQuality.values()) {
            List<ImageOutcome.Scored> images = report.scored().stream()
                    .filter(image -> image.quality().contains(quality))
                    .toList();
            if (!images.isEmpty()) {
                notes.add(phrase(quality) + " in " + names(report, images));
            }
        }
        return notes;
    }

    private static String phrase(PreparationQuality quality) {
        return switch (quality) {
            case NO_BREAST_FOUND -> "no breast was found";
            case GLUED_REGIONS -> "two regions were joined and no place can be given";
            case ENLARGED -> "the breast is smaller than the model input and was enlarged";
        };
    }

    /** Their labels, or how many they are where no side may be named. */
    private static String names(TriageReport report, List<ImageOutcome.Scored> images) {
        return report.profile().marksLocations()
                ? images.stream()
                        .map(image -> report.labelOf(image.mammogram()))
                        .collect(Collectors.joining(" "))
                : images.size() + " of " + report.images().size() + " images";
    }
}
