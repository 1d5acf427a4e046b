package org.mammoclip.mammoclip.learn.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.card.LearningResults;
import org.mammoclip.mammoclip.evaluate.metric.Interval;
import org.w3c.dom.Document;

class CurvePagesTest {
    private static final CurveGrid GRID = new CurveGrid(
            List.of(MadeUpCells.MASS, MadeUpCells.DENSITY),
            List.of(Arm.values()),
            CurveGrid.FRACTIONS,
            CurveGrid.SEEDS);

    @TempDir
    Path folder;

    private final List<LearningResult> results = new ArrayList<>();

    @BeforeEach
    void train() throws Exception {
        MadeUpCells cells = new MadeUpCells("A", "B");
        for (CurveCell cell : GRID.cells()) {
            results.addAll(cells.train(cell, folder));
        }
    }

    @Test
    void aPointIsTheMeanOverItsSeedsBetweenTheWorstAndTheBest() {
        CurveSummary summary = CurveSummary.of(results);
        assertThat(summary.points()).hasSize(2 * 4 * 4 * 2);
        assertThat(summary.tests()).containsExactly("A", "B");
        CurvePoint point = summary.point(Arm.FROM_SCRATCH, "Mass", 0.5, "B").orElseThrow();
        assertThat(point.mean()).isCloseTo(0.5 + 0.1 - 0.05 + 0.02, within(1e-12));
        assertThat(point.range().low()).isCloseTo(0.56, within(1e-12));
        assertThat(point.range().high()).isCloseTo(0.58, within(1e-12));
        Interval interval = point.interval().orElseThrow();
        assertThat(interval.low()).isCloseTo(0.52, within(1e-12));
        assertThat(interval.high()).isCloseTo(0.62, within(1e-12));
        assertThat(point.trainingImages()).isEqualTo(500);
        assertThat(point.trainingPositives()).isEqualTo(50);
        assertThat(summary.metric("Breast density")).isEqualTo("accuracy");
    }

    @Test
    void theFigureStandsAloneAndShowsEveryPoint() throws Exception {
        new CurvePages("A < B & \"C\"", "Made-up numbers.", new TreeMap<>()).write(folder, results);
        String svg = Files.readString(folder.resolve(CurvePages.FIGURE_FILE));
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("A < B & \"C\"");
        assertThat(document.getElementsByTagName("circle").getLength())
                .as("seeds, over findings, tests, fractions and ways of learning")
                .isEqualTo(3 * 2 * 2 * 4 * 4);
        assertThat(svg).doesNotContain("href", "url(", "<script", "NaN");
        assertThat(svg).contains("Mass, test A", "Mass, test B", "AUROC", "accuracy", "10 %");
    }

    @Test
    void moreIsHigherAndMoreLabelsAreFurtherRight() throws Exception {
        List<LearningResult> one = results.stream()
                .filter(result -> result.scope().task().equals("probe")
                        && result.scope().finding().equals("Mass")
                        && result.scope().seed() == 1
                        && !result.scope().split().equals("B"))
                .toList();
        String svg = CurveFigure.svg(CurveSummary.of(one), "one");
        String[] circles = svg.split("<circle ");
        assertThat(circles).hasSize(1 + 4);
        double x = 0;
        double y = 1000;
        for (int i = 1; i < circles.length; i++) {
            assertThat(attribute(circles[i], "cx")).isGreaterThan(x);
            assertThat(attribute(circles[i], "cy")).isLessThan(y);
            x = attribute(circles[i], "cx");
            y = attribute(circles[i], "cy");
        }
    }

    private static double attribute(String element, String name) {
        return Double.parseDouble(element.replaceAll("(?s).*" + name + "=\"([0-9.]+)\".*", "$1"));
    }

    @Test
    void pagesSayWhatCameOutInBothDirections() throws Exception {
        List<LearningResult> turned = new ArrayList<>(results);
        turned.replaceAll(result -> {
            LearningResult.Scope scope = result.scope();
            if (!scope.task().equals("from-scratch") || scope.fraction() < 1) {
                return result;
            }
            return LearningResult.of(scope, result.value().key(), 0.95);
        });
        new CurvePages("Learning curve", "Made-up numbers.", new TreeMap<>(Map.of("encoder", "cd")))
                .write(folder, turned);
        String markdown = Files.readString(folder.resolve(CurvePages.MARKDOWN_FILE));
        assertThat(markdown)
                .contains(
                        "Mass, test A, 1 % of the labels: fine-tuned, pre-trained 0.622, from scratch 0.522 (AUROC,"
                                + " difference +0.100; the pre-trained one is better with 3 of 3 seeds)",
                        "Mass, test A, 100 % of the labels: fine-tuned, pre-trained 0.820, from scratch 0.950 (AUROC,"
                                + " difference -0.130; the pre-trained one is better with 0 of 3 seeds)",
                        "| Mass | B | 50 % | 500 (50.0) | Probe, pre-trained | 0.670 | 0.660 to 0.680 | 0.620 to 0.720 |",
                        "![Line: mean",
                        "| encoder | cd |");
        String page = Files.readString(folder.resolve(CurvePages.PAGE_FILE));
        assertThat(page).contains("<svg xmlns", "default-src 'none'", "better with 0 of 3 seeds");
        assertThat(LearningResults.read(folder)).isEqualTo(turned);
    }
}
