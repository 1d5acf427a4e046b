package org.mammoclip.mammoclip.evaluate.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * The operating points of all thresholds, strictest first: one per distinct score, and before them the point that calls nothing
 * present (threshold infinity).
 *
 * @param points at least one
 */
public record ScoreCurve(List<Point> points) {
    /** What calling cases present from this score upwards gives. */
    public record Point(double threshold, Confusion confusion) {}

    public ScoreCurve {
        points = List.copyOf(points);
    }

    public static ScoreCurve of(RankedCases cases) {
        long positives = 0;
        for (int rank = 0; rank < cases.size(); rank++) {
            positives += cases.positive(rank) ? 1 : 0;
        }
        long negatives = cases.size() - positives;
        List<Point> points = new ArrayList<>();
        points.add(new Point(Double.POSITIVE_INFINITY, new Confusion(0, 0, positives, negatives)));
        long hits = 0;
        long alarms = 0;
        for (int rank = 0; rank < cases.size(); rank++) {
            if (cases.positive(rank)) {
                hits++;
            } else {
                alarms++;
            }
            if (cases.endsTie(rank)) {
                Confusion confusion = new Confusion(hits, alarms, positives - hits, negatives - alarms);
                points.add(new Point(cases.score(rank), confusion));
            }
        }
        return new ScoreCurve(points);
    }

    /** The threshold with the largest sensitivity + specificity - 1; the strictest of equals. */
    public Point youden() {
        Point best = points.get(0);
        for (Point point : points) {
            if (point.confusion().youden() > best.confusion().youden() + 1e-12) {
                best = point;
            }
        }
        return best;
    }

    /** The strictest threshold with at least this sensitivity. */
    public Point atSensitivity(double least) {
        for (Point point : points) {
            if (point.confusion().sensitivity() >= least) {
                return point;
            }
        }
        return points.get(points.size() - 1);
    }

    /** The most lenient threshold with at least this specificity. */
    public Point atSpecificity(double least) {
        Point best = points.get(0);
        for (Point point : points) {
            if (point.confusion().specificity() >= least) {
                best = point;
            }
        }
        return best;
    }
}
