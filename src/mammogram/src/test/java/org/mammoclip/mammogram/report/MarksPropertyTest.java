package org.mammoclip.mammogram.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.mammoclip.mammogram.Exams;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.finding.Aggregation;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.FindingScore;
import org.mammoclip.mammogram.finding.Triage;
import org.mammoclip.mammogram.finding.TriageRule;

/** Marks, breasts and priority never contradict one another, whatever the scores and the aggregation. */
class MarksPropertyTest {
    @Property(tries = 300)
    void exactlyThePositiveBreastsAreMarked(
            @ForAll @Size(4) List<@DoubleRange(min = 0, max = 1) Double> scores,
            @ForAll Aggregation.Over breast,
            @ForAll Aggregation.Over exam,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double threshold) {
        Map<Finding, Double> mass = Map.of(Finding.MASS, threshold);
        List<ImageOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            Mammogram image = Exams.study().mammograms().get(i);
            outcomes.add(new ImageOutcome.Scored(
                    image,
                    Map.of(Finding.MASS, scores.get(i)),
                    List.of(Reports.attribution(image.source(), Finding.MASS))));
        }
        TriageReport report = Reports.report(
                outcomes, new DecisionRules(mass, new Aggregation(breast, exam), TriageRule.anyFinding(mass)));

        Set<Laterality> positive = new TreeSet<>();
        report.scores().stream().filter(FindingScore::present).forEach(score -> positive.add(score.laterality()));
        Set<Laterality> marked = new TreeSet<>();
        report.located().forEach(mark -> marked.add(mark.mammogram().slot().laterality()));

        assertThat(marked).isEqualTo(positive);
        assertThat(report.located()).allMatch(mark -> mark.imageScore() >= threshold);
        if (report.triage().priority() == Triage.Priority.PRIORITISE) {
            assertThat(positive).as("the breast that the reason names").contains(evidence(report));
        }
    }

    private static Laterality evidence(TriageReport report) {
        return report.triage().evidence().get(0).score().laterality();
    }
}
