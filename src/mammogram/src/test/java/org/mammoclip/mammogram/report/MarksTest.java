package org.mammoclip.mammogram.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.mammogram.Exams;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.OutputProfile;
import org.mammoclip.mammogram.finding.Aggregation;
import org.mammoclip.mammogram.finding.BoxOrigin;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.FindingScore;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.finding.SourceBox;
import org.mammoclip.mammogram.finding.Triage;
import org.mammoclip.mammogram.finding.TriageRule;
import org.mammoclip.mammogram.prepare.PixelBox;
import org.mammoclip.mammogram.prepare.PreparationQuality;

/** What is present, what is marked, and why a study is read first. */
class MarksTest {
    private static final Map<Finding, Double> MASS = Map.of(Finding.MASS, 0.5);
    private static final List<Mammogram> IMAGES = Exams.study().mammograms();

    private static SourceBox box(Finding finding, double left, double score, BoxOrigin origin) {
        return new SourceBox(finding, new PixelBox(left, 20, left + 30, 60), score, origin);
    }

    private static ImageOutcome scored(Mammogram image, double score, SourceBox... boxes) {
        List<SourceAttribution> maps = List.of(Reports.attribution(image.source(), Finding.MASS));
        return new ImageOutcome.Scored(image, Map.of(Finding.MASS, score), maps, List.of(boxes), Set.of());
    }

    /** LCC, LMLO, RCC, RMLO. */
    private static TriageReport exam(DecisionRules rules, double... scores) {
        List<ImageOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            outcomes.add(scored(IMAGES.get(i), scores[i]));
        }
        return Reports.report(outcomes, rules);
    }

    private static DecisionRules rules(Aggregation.Over breast, Aggregation.Over exam) {
        return new DecisionRules(MASS, new Aggregation(breast, exam), TriageRule.anyFinding(MASS));
    }

    @ParameterizedTest
    @CsvSource({
        "MAX, MAX, 0.8, 0.6, 0.8, PRIORITISE",
        "MEAN, MAX, 0.5, 0.35, 0.5, PRIORITISE",
        "MEAN, MEAN, 0.5, 0.35, 0.425, ROUTINE",
        "MAX, MEAN, 0.8, 0.6, 0.7, PRIORITISE"
    })
    void aggregatesImagesToBreastsAndBreastsToTheExam(
            Aggregation.Over breast,
            Aggregation.Over exam,
            double left,
            double right,
            double whole,
            Triage.Priority priority) {
        TriageReport report = exam(rules(breast, exam), 0.8, 0.2, 0.1, 0.6);

        assertThat(report.scores())
                .extracting(FindingScore::laterality)
                .containsExactly(Laterality.LEFT, Laterality.RIGHT);
        assertThat(report.scores().get(0).score()).isCloseTo(left, within(1e-12));
        assertThat(report.scores().get(1).score()).isCloseTo(right, within(1e-12));
        assertThat(report.examScores().get(0).score()).isCloseTo(whole, within(1e-12));
        assertThat(report.examScores().get(0).image()).isEqualTo("LCC");
        assertThat(report.triage().priority()).isEqualTo(priority);
    }

    @Test
    void aBreastIsTheMeanOfTheImagesThatWereScored() {
        List<ImageOutcome> outcomes = List.of(
                scored(IMAGES.get(0), 0.8),
                new ImageOutcome.Failed(IMAGES.get(1), "no pixels"),
                scored(IMAGES.get(2), 0.1));

        TriageReport report = Reports.report(outcomes, rules(Aggregation.Over.MEAN, Aggregation.Over.MAX));

        assertThat(report.scores().get(0).score()).isEqualTo(0.8);
    }

    /** One view at 0.8 and one at 0.1: the mean calls the breast negative, so nothing is marked in it. */
    @Test
    void marksStandOnlyInBreastsThatAreCalledPositive() {
        TriageReport worst = exam(rules(Aggregation.Over.MAX, Aggregation.Over.MAX), 0.8, 0.1, 0.9, 0.45);
        TriageReport mean = exam(rules(Aggregation.Over.MEAN, Aggregation.Over.MAX), 0.8, 0.1, 0.9, 0.45);

        assertThat(worst.located()).extracting(LocatedFinding::label).containsExactly("Mass 1 LCC", "Mass 1 RCC");
        assertThat(mean.located())
                .as("RMLO itself is below the threshold")
                .extracting(LocatedFinding::label)
                .containsExactly("Mass 1 RCC");
    }

    @Test
    void theReasonNamesFindingBreastImageScoreAndThreshold() {
        Triage triage = exam(rules(Aggregation.Over.MEAN, Aggregation.Over.MAX), 0.1, 0.2, 0.5, 0.7)
                .triage();

        assertThat(triage.evidence()).singleElement().satisfies(evidence -> {
            assertThat(evidence.score().finding()).isEqualTo(Finding.MASS);
            assertThat(evidence.score().laterality()).isEqualTo(Laterality.RIGHT);
            assertThat(evidence.score().image()).isEqualTo("RMLO");
            assertThat(evidence.score().imageScore()).isEqualTo(0.7);
            assertThat(evidence.score().score()).isCloseTo(0.6, within(1e-12));
            assertThat(evidence.threshold()).isEqualTo(0.5);
        });
    }

    /** A site may want a study first from a score on at which the finding is not yet called present. */
    @Test
    void theTriageRuleHasThresholdsOfItsOwn() {
        TriageRule early = new TriageRule(List.of(new TriageRule.Condition(Finding.MASS, 0.3)));
        TriageReport report = exam(new DecisionRules(MASS, Aggregation.DEFAULT, early), 0.4, 0.1, 0.1, 0.1);

        assertThat(report.triage().priority()).isEqualTo(Triage.Priority.PRIORITISE);
        assertThat(report.scores()).noneMatch(FindingScore::present);
        assertThat(report.located()).isEmpty();
    }

    @Test
    void boxesTakeTheirPlaceBeforeTheMapAndDetectorsBeforeMaps() {
        SourceBox map = box(Finding.MASS, 200, 1, BoxOrigin.ATTRIBUTION);
        SourceBox weak = box(Finding.MASS, 100, 0.3, BoxOrigin.DETECTOR);
        SourceBox strong = box(Finding.MASS, 40, 0.9, BoxOrigin.DETECTOR);
        TriageReport report =
                Reports.report(List.of(scored(IMAGES.get(0), 0.7, map, weak, strong)), DecisionRules.of(MASS));

        assertThat(report.located()).extracting(LocatedFinding::box).containsExactly(strong, weak, map);
        assertThat(report.located())
                .as("the map says where, its score not how certain")
                .extracting(LocatedFinding::certainty)
                .containsExactly(0.9, 0.3, 0.7);
        assertThat(report.located())
                .extracting(LocatedFinding::method)
                .containsExactly("trained detector", "trained detector", "gradient-free class activation");
    }

    @Test
    void marksAreBoundedPerFindingAndPerImage() {
        Map<Finding, Double> thresholds = new LinkedHashMap<>();
        Map<Finding, Double> scores = new LinkedHashMap<>();
        List<SourceBox> boxes = new ArrayList<>();
        for (Finding finding : Finding.VINDR) {
            thresholds.put(finding, 0.5);
            scores.put(finding, 0.6 + 0.03 * scores.size());
            for (int i = 0; i < 4; i++) {
                boxes.add(box(finding, 10 + i, 0.5 + 0.1 * i, BoxOrigin.DETECTOR));
            }
        }
        ImageOutcome image = new ImageOutcome.Scored(IMAGES.get(0), scores, List.of(), boxes, Set.of());
        TriageReport report = Reports.report(List.of(image), DecisionRules.of(thresholds));

        assertThat(report.located()).hasSize(Marks.MAX_PER_IMAGE);
        assertThat(report.located().stream().map(LocatedFinding::finding).distinct())
                .as("the findings furthest above their thresholds, in output order")
                .containsExactlyElementsOf(Finding.VINDR.subList(4, 10));
        assertThat(report.located().stream()
                        .filter(mark -> mark.finding().equals(Finding.SUSPICIOUS_LYMPH_NODE))
                        .map(mark -> mark.box().score()))
                .as("the strongest boxes of each")
                .containsExactly(0.8, 0.7, 0.6);
        assertThat(report.notes()).containsExactly("24 weaker boxes of the detector are not marked");
    }

    @Test
    void refusesMoreBoxesThanAnybodyCouldLookAt() {
        List<SourceBox> many =
                Collections.nCopies(ImageOutcome.Scored.MAX_BOXES + 1, box(Finding.MASS, 10, 0.5, BoxOrigin.DETECTOR));
        SourceBox other = box(Finding.MALIGNANCY, 10, 0.5, BoxOrigin.DETECTOR);

        new ImageOutcome.Scored(
                IMAGES.get(0), Map.of(Finding.MASS, 0.5), List.of(), many.subList(1, many.size()), Set.of());
        assertThatThrownBy(() ->
                        new ImageOutcome.Scored(IMAGES.get(0), Map.of(Finding.MASS, 0.5), List.of(), many, Set.of()))
                .hasMessageContaining("at most 256 boxes");
        assertThatThrownBy(() -> scored(IMAGES.get(0), 0.5, other)).hasMessageContaining("findings that were scored");
        assertThatThrownBy(() -> box(Finding.MASS, -1, 0.5, BoxOrigin.DETECTOR)).hasMessageContaining("inside");
        assertThatThrownBy(() -> box(Finding.MASS, 1, Double.NaN, BoxOrigin.DETECTOR))
                .hasMessageContaining("[0, 1]");
        assertThatThrownBy(() -> new SourceBox(Finding.MASS, new PixelBox(3, 4, 3, 9), 0.5, BoxOrigin.DETECTOR))
                .hasMessageContaining("area");
    }

    @Test
    void saysWhatIsUnusualAboutThePreparation() {
        Set<PreparationQuality> quality = EnumSet.of(PreparationQuality.NO_BREAST_FOUND, PreparationQuality.ENLARGED);
        List<ImageOutcome> outcomes = List.of(
                new ImageOutcome.Scored(IMAGES.get(0), Map.of(Finding.MASS, 0.1), List.of(), List.of(), quality),
                new ImageOutcome.Scored(
                        IMAGES.get(1),
                        Map.of(Finding.MASS, 0.1),
                        List.of(),
                        List.of(),
                        EnumSet.of(PreparationQuality.ENLARGED)));

        assertThat(Reports.report(outcomes, DecisionRules.of(MASS)).notes())
                .containsExactly(
                        "no breast was found in LCC",
                        "the breast is smaller than the model input and was enlarged in LCC LMLO");
        assertThat(Reports.report(outcomes, DecisionRules.of(MASS), OutputProfile.TRIAGE)
                        .notes())
                .as("no side in a triage output")
                .containsExactly(
                        "no breast was found in 1 of 2 images",
                        "the breast is smaller than the model input and was enlarged in 2 of 2 images");
    }
}
