package org.mammoclip.mammogram.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mammoclip.dicom.sr.ContentItem;
import org.mammoclip.dicom.sr.Relationship;
import org.mammoclip.mammogram.finding.Aggregation;
import org.mammoclip.mammogram.finding.Finding;

/**
 * Algorithm Identification (PS3.16 TID 4019).
 *
 * @param parameters one item each, {@code key=value}
 */
record Algorithm(String name, String version, List<String> parameters) {
    Algorithm {
        parameters = List.copyOf(parameters);
    }

    /** The detector of one finding. */
    static Algorithm detector(TriageReport report, Finding finding) {
        return new Algorithm(
                report.model().name() + " " + finding.title(), report.model().version(), List.of());
    }

    /** What marked a place: how it was found, and the score of the finding in the image beside that of the place. */
    static Algorithm mark(TriageReport report, LocatedFinding located) {
        Algorithm detector = detector(report, located.finding());
        return new Algorithm(
                detector.name(),
                detector.version(),
                List.of(
                        "origin=" + located.box().origin().label(),
                        "method=" + located.method(),
                        "box-score=" + number(located.box().score()),
                        "image-score=" + number(located.imageScore())));
    }

    private static String word(Aggregation.Over over) {
        return over.name().toLowerCase(Locale.ROOT);
    }

    private static String number(double score) {
        return String.format(Locale.ROOT, "%.3f", score);
    }

    /** The parameter that says where scores begin to count, without exponent. */
    static String threshold(double value) {
        return "threshold=" + BigDecimal.valueOf(value).toPlainString();
    }

    /** The judgement of the whole study, with everything that names its maker and what a reader must know. */
    static Algorithm study(TriageReport report, List<String> parameters) {
        List<String> all = new ArrayList<>(parameters);
        Aggregation aggregation = report.rules().aggregation();
        all.add("aggregation=breast " + word(aggregation.breast()) + ", exam " + word(aggregation.exam()));
        if (report.profile().marksLocations()) {
            report.triage().evidence().forEach(evidence -> all.add("evidence=" + evidence.words()));
        }
        report.notes().forEach(note -> all.add("note=" + note));
        all.addAll(ResultHeader.provenance(report.model()));
        all.add("profile=" + report.profile());
        all.add("use=" + report.disclaimer());
        if (!report.model().notice().isEmpty()) {
            all.add("notice=" + report.model().notice());
        }
        return new Algorithm(
                report.model().name() + " study triage", report.model().version(), all);
    }

    List<ContentItem> encode(Relationship relationship) {
        List<ContentItem> items = new ArrayList<>();
        items.add(ContentItem.text(relationship, Concepts.ALGORITHM_NAME, name));
        items.add(ContentItem.text(relationship, Concepts.ALGORITHM_VERSION, version));
        for (String parameter : parameters) {
            items.add(ContentItem.text(relationship, Concepts.ALGORITHM_PARAMETERS, parameter));
        }
        return items;
    }
}
