package org.mammoclip.mammoclip.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From the heads' answers to boxes: offsets applied to anchors, edges cut at the image, weak answers dropped, and of boxes that
 * overlap the best one kept, whatever their classes. Plain arithmetic; immutable, thread-safe.
 */
final class DetectionDecoder {
    private static final double CENTRE_SCALE = 0.1;
    private static final double SIDE_SCALE = 0.2;

    private final Anchors anchors;
    private final int rows;
    private final int columns;

    /**
     * @param anchors of an image of that size
     * @param rows height in pixels
     * @param columns width in pixels
     */
    DetectionDecoder(Anchors anchors, int rows, int columns) {
        this.anchors = anchors;
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * @param offsets four per anchor: centre right and down in anchor sides, logarithms of the sides' ratios, each scaled; those of
     *     anchors without a score above the least one are not used
     * @param logits one per anchor and class
     * @param minScore boxes must be above, in [0, 1)
     * @param overlap of two boxes (intersection over union) above which the weaker one goes, in [0, 1]
     * @param max the most boxes returned, at least 1
     * @return best first; of equal scores the earlier anchor
     * @throws ArithmeticException if an answer is not finite
     */
    List<Detection> decode(float[] offsets, float[] logits, double minScore, double overlap, int max) {
        requireFinite(offsets, "box offset");
        requireFinite(logits, "class score");
        int classes = logits.length / anchors.count();
        List<Detection> candidates = new ArrayList<>();
        for (int anchor = 0; anchor < anchors.count(); anchor++) {
            int best = anchor * classes;
            for (int i = best + 1; i < (anchor + 1) * classes; i++) {
                if (logits[i] > logits[best]) {
                    best = i;
                }
            }
            double score = score(logits[best]);
            if (score > minScore) {
                Edges box = box(anchor, offsets).within(rows, columns);
                if (box.haveArea()) {
                    candidates.add(box.found(score, best - anchor * classes));
                }
            }
        }
        candidates.sort(Comparator.comparingDouble(Detection::score).reversed());
        return suppress(candidates, overlap, max);
    }

    /** Whether an answer of the class head is a candidate. */
    static boolean anyAbove(double minScore, float[] logits) {
        float best = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            best = Math.max(best, logit);
        }
        return score(best) > minScore;
    }

    private static double score(float logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    private static void requireFinite(float[] values, String what) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new ArithmeticException("the detector answered a " + what + " of " + value);
            }
        }
    }

    /** The box of an anchor moved by its offsets, not cut. */
    Edges box(int anchor, float[] offsets) {
        double width = anchors.right(anchor) - anchors.left(anchor);
        double height = anchors.bottom(anchor) - anchors.top(anchor);
        double x = anchors.left(anchor) + width / 2 + offsets[4 * anchor] * CENTRE_SCALE * width;
        double y = anchors.top(anchor) + height / 2 + offsets[4 * anchor + 1] * CENTRE_SCALE * height;
        double halfWidth = Math.exp(offsets[4 * anchor + 2] * SIDE_SCALE) * width / 2;
        double halfHeight = Math.exp(offsets[4 * anchor + 3] * SIDE_SCALE) * height / 2;
        return new Edges(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
    }

    /** Where a box lies, in pixels; not always inside the image, and not always a box. */
    record Edges(double left, double top, double right, double bottom) {
        /** The part inside the image; without area if there is none. */
        Edges within(int rows, int columns) {
            return new Edges(Math.max(left, 0), Math.max(top, 0), Math.min(right, columns), Math.min(bottom, rows));
        }

        boolean haveArea() {
            return right > left && bottom > top;
        }

        Detection found(double score, int classIndex) {
            return new Detection(left, top, right, bottom, score, classIndex);
        }
    }

    private static List<Detection> suppress(List<Detection> bestFirst, double overlap, int max) {
        List<Detection> kept = new ArrayList<>();
        for (Detection candidate : bestFirst) {
            if (kept.size() == max) {
                break;
            }
            if (kept.stream().noneMatch(better -> better.overlap(candidate) > overlap)) {
                kept.add(candidate);
            }
        }
        return List.copyOf(kept);
    }
}
