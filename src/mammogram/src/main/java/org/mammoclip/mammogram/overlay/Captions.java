package org.mammoclip.mammogram.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.ModelIdentity;
import org.mammoclip.mammogram.finding.BoxOrigin;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.mammogram.report.LocatedFinding;
import org.mammoclip.mammogram.report.ResultHeader;
import org.mammoclip.mammogram.report.TriageReport;

/**
 * The burned-in text. No patient identity: it could not be removed again.
 *
 * @param use what the picture must not be used for
 * @param result side, view, finding and score
 * @param remarks what else a reader must know
 * @param map what the colours mean; empty if there is no map
 * @param sentence the sentence that the map answers, in lines; none if it answers for the finding
 * @param marks one entry for each box, in the order of their numbers
 * @param maker which model
 * @param versions of everything that made the scores, two lines
 */
record Captions(
        String use,
        String result,
        List<String> remarks,
        String map,
        List<String> sentence,
        List<String> marks,
        String maker,
        List<String> versions) {
    private static final int SENTENCE_LINE = 56;
    private static final int MAX_UNMARKED = 3;

    static Captions of(TriageReport report, ImageOutcome.Scored image, Finding finding, List<LocatedFinding> marks) {
        ModelIdentity model = report.model();
        Optional<SourceAttribution> map = image.attribution(finding);
        String sentence = map.map(SourceAttribution::sentence).orElse("");
        return new Captions(
                "AI " + report.profile() + " - NOT FOR DIAGNOSTIC USE",
                result(report, image, finding),
                remarks(report, image, marks),
                map.map(attribution -> "Attribution of " + (sentence.isEmpty() ? finding.title() : "a sentence") + ": "
                                + attribution.method())
                        .orElse(""),
                sentence.isEmpty() ? List.of() : lines("\"" + sentence + "\""),
                marks.stream()
                        .map(mark -> (marks.indexOf(mark) + 1) + "   " + entry(mark))
                        .toList(),
                "Model " + model.label(),
                versions(model));
    }

    /** For the map of a free sentence: no finding and no score. */
    static Captions ofSentence(TriageReport report, Mammogram mammogram, SourceAttribution map) {
        ModelIdentity model = report.model();
        return new Captions(
                "AI " + report.profile() + " - NOT FOR DIAGNOSTIC USE",
                report.labelOf(mammogram) + "   map of a sentence, no finding",
                cautions(report).toList(),
                "Attribution of a sentence: " + map.method(),
                lines("\"" + map.sentence() + "\""),
                List.of(),
                "Model " + model.label(),
                versions(model));
    }

    private static List<String> versions(ModelIdentity model) {
        return List.of(
                "weights " + model.checkpointSha256().substring(0, 16) + "   code " + model.codeVersion(),
                "preprocessing " + model.preprocessingVersion() + "   thresholds " + model.thresholdsVersion() + " "
                        + model.findingsSha256().substring(0, 12));
    }

    private static Stream<String> cautions(TriageReport report) {
        return Stream.of(report.disclaimer(), report.model().notice())
                .filter(remark -> !remark.isEmpty())
                .map(ResultHeader::sentence);
    }

    private static String result(TriageReport report, ImageOutcome.Scored image, Finding finding) {
        double score = image.score(finding);
        double threshold = report.rules().threshold(finding);
        boolean above = score >= threshold;
        String breast = above && !report.isPresent(finding, image) ? "; breast below" : "";
        return String.format(
                Locale.ROOT,
                "%s   %s   score %.3f, threshold %.3f: %s%s",
                report.labelOf(image.mammogram()),
                finding.title(),
                score,
                threshold,
                above ? "above" : "below",
                breast);
    }

    private static List<String> remarks(TriageReport report, ImageOutcome.Scored image, List<LocatedFinding> marks) {
        List<String> remarks = new ArrayList<>();
        List<String> unmarked = report.thresholds().keySet().stream()
                .filter(finding -> report.isPresent(finding, image))
                .filter(finding ->
                        marks.stream().noneMatch(mark -> mark.finding().equals(finding)))
                .map(finding -> String.format(Locale.ROOT, "%s %.3f", finding.title(), image.score(finding)))
                .toList();
        if (!unmarked.isEmpty()) {
            int named = Math.min(unmarked.size(), MAX_UNMARKED);
            remarks.add("Above threshold, but not marked: " + String.join(", ", unmarked.subList(0, named))
                    + (named < unmarked.size() ? " and " + (unmarked.size() - named) + " more" : ""));
        }
        cautions(report).forEach(remarks::add);
        return remarks;
    }

    private static String entry(LocatedFinding mark) {
        String finding = String.format(Locale.ROOT, "%s %.3f", mark.finding().title(), mark.imageScore());
        return mark.box().origin() == BoxOrigin.DETECTOR
                ? String.format(Locale.ROOT, "%s, box %.3f", finding, mark.box().score())
                : finding;
    }

    /** Broken between words. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > SENTENCE_LINE) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
