package org.mammoclip.mammoclip.evaluate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.mammoclip.mammoclip.evaluate.metric.Bootstrap;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.evaluate.metric.Point;
import org.mammoclip.mammoclip.evaluate.metric.PointCase;

/** Evaluations of made-up scores with everything a page can show. */
public final class SampleReports {
    private SampleReports() {}

    public static EvaluationReport small() {
        return of(600, "mass", "Mass");
    }

    /** Input that tries to break out of the page. */
    public static EvaluationReport hostile() {
        return of(60, "mass", "<script>alert(1)</script>\"><img src=\"http://example.org/x.png\">");
    }

    private static EvaluationReport of(int images, String key, String title) {
        SplittableRandom random = new SplittableRandom(11);
        EvaluationSettings settings = new EvaluationSettings(
                EvaluationUnit.IMAGE,
                Combination.MEAN,
                Combination.MAX,
                new Bootstrap(200, 1, 0.95),
                EvaluationSettings.Cluster.PATIENT,
                List.of(new ThresholdChoice.Given("screening", 0.35), new ThresholdChoice.Sensitivity(0.9)),
                List.of(0.25, 0.5),
                4);
        List<BinaryResult> findings = List.of(
                BinaryEvaluation.run(question(key, title, images, 0.25, random), settings),
                BinaryEvaluation.run(
                        question("suspicious_calcification", "Suspicious calcification", images, 0.4, random),
                        settings));
        List<ClassResult.Answer> densities = IntStream.range(0, images)
                .mapToObj(i -> new ClassResult.Answer(
                        "p" + i / 4, i % 10 == 0 ? 1 : i % 7 == 0 ? 3 : 2, random.nextInt(5) == 0 ? 1 : 2))
                .toList();
        double[] ranks = IntStream.range(0, images)
                .mapToDouble(i -> 1 + random.nextInt(20))
                .toArray();
        return new EvaluationReport(
                new Provenance(
                        "Evaluation of made-up scores",
                        "vindr",
                        List.of("mammoclip", "evaluate", "finding_annotations.csv", "--images", "png"),
                        "0.1.0-test",
                        Instant.parse("2026-11-22T12:00:00Z"),
                        List.of(new Provenance.Input("Labels", "finding_annotations.csv", "ab".repeat(32), images, 2)),
                        Optional.of(new Provenance.Model(
                                "mammoclip-demo",
                                "1",
                                "cd".repeat(32),
                                "reference-min-max-1",
                                "default-1",
                                "ef".repeat(32),
                                "cpu",
                                "Untrained demonstration model: scores mean nothing.")),
                        settings,
                        List.of("Made-up scores: nothing on this page is a result.")),
                findings,
                List.of(ClassResult.of("density", "Breast density", List.of("A", "B", "C", "D"), densities, settings)),
                Optional.of(RetrievalResult.of(
                        densities.stream().map(ClassResult.Answer::patient).toList(), ranks, images / 2, settings)));
    }

    private static BinaryQuestion question(
            String key, String title, int images, double effect, SplittableRandom random) {
        List<Observation> rows = new ArrayList<>();
        List<Observation> validation = new ArrayList<>();
        List<BoxCase> boxes = new ArrayList<>();
        List<PointCase> points = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            boolean positive = i % 9 == 0;
            double noise = (random.nextDouble() + random.nextDouble() + random.nextDouble()) / 3;
            double score = Math.max(0, Math.min(1, noise - 0.2 + (positive ? effect : 0)));
            Observation observation =
                    new Observation("image" + i, "p" + i / 4, i % 2 == 0 ? "L" : "R", score, positive);
            rows.add(observation);
            validation.add(new Observation("v" + i, "v" + i / 4, "L", score * 0.95, positive));
            Box truth = new Box(100, 100, 200, 220);
            List<BoxCase.Found> found = new ArrayList<>();
            if (random.nextInt(3) > 0) {
                double shift = random.nextInt(120);
                found.add(new BoxCase.Found(new Box(100 + shift, 100, 200 + shift, 220), score));
            }
            if (positive) {
                points.add(new PointCase(
                        "image" + i,
                        "p" + i / 4,
                        "L CC",
                        List.of(truth),
                        Optional.of(new Point(100 + random.nextInt(150), 150)),
                        List.of(Optional.of(new Point(300, 150))),
                        OptionalDouble.of(0.05)));
            }
            boxes.add(new BoxCase("image" + i, "p" + i / 4, positive ? List.of(truth) : List.of(), found));
        }
        return new BinaryQuestion(
                key,
                title,
                rows,
                validation,
                OptionalDouble.of(0.5),
                boxes,
                List.of(new PointQuestion(PointQuestion.Kind.MAP_MAXIMUM, points)));
    }
}
