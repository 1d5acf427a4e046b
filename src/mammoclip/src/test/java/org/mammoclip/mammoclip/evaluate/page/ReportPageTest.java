package org.mammoclip.mammoclip.evaluate.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.evaluate.BinaryEvaluation;
import org.mammoclip.mammoclip.evaluate.BinaryQuestion;
import org.mammoclip.mammoclip.evaluate.EvaluationReport;
import org.mammoclip.mammoclip.evaluate.EvaluationSettings;
import org.mammoclip.mammoclip.evaluate.Observation;
import org.mammoclip.mammoclip.evaluate.SampleReports;
import org.xml.sax.InputSource;

class ReportPageTest {
    private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

    @Test
    void namesNothingOutsideItself() {
        String page = ReportPage.of(SampleReports.small(), CasePictures.NONE);
        assertThat(page).doesNotContain("http:", "https:", "<script", "@import", "url(");
        assertThat(page).contains("default-src 'none'").contains("Research use only");
    }

    @Test
    void whatComesFromInputIsText() {
        String page = ReportPage.of(SampleReports.hostile(), CasePictures.NONE);
        assertThat(page).doesNotContain("<script", "<img").contains("&lt;script&gt;alert(1)");
        assertThat(Html.escape("a\u0000b\uD800<\"'&>")).isEqualTo("a b &lt;&quot;&#39;&amp;&gt;");
    }

    @Test
    void everyPlotIsThereAndIsWellFormed() throws Exception {
        String page = ReportPage.of(SampleReports.small(), CasePictures.NONE);
        for (String plot : List.of("roc", "pr", "calibration", "histogram", "froc")) {
            assertThat(page)
                    .contains("data-plot=\"" + plot + "-mass\"")
                    .contains("data-plot=\"" + plot + "-suspicious_calcification\"");
        }
        assertThat(page)
                .contains("data-plot=\"anchors-mass-auroc\"")
                .contains("data-plot=\"anchors-density-accuracy\"");
        Matcher matcher = SVG.matcher(page);
        while (matcher.find()) {
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(matcher.group())));
            assertThat(matcher.group()).doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void aTableWithoutPositivesSaysWhyThereIsNoCurve() {
        BinaryQuestion question = new BinaryQuestion(
                "mass",
                "Mass",
                List.of(new Observation("i", "p", "", 0.5, false), new Observation("j", "q", "", 0.5, false)),
                List.of(),
                OptionalDouble.empty(),
                List.of());
        EvaluationReport full = SampleReports.small();
        EvaluationReport empty = new EvaluationReport(
                full.provenance(),
                List.of(BinaryEvaluation.run(question, EvaluationSettings.DEFAULT)),
                List.of(),
                Optional.empty());
        String page = ReportPage.of(empty, CasePictures.NONE);
        assertThat(page).contains("all cases are negative").doesNotContain("data-plot=\"roc-mass\"", "NaN");
        assertThat(page).contains("No operating point was given");
    }
}
