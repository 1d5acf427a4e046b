package org.mammoclip.mammoclip.loss;

import java.util.Arrays;
import java.util.List;

/**
 * What each anchor of one image should say, flat arrays in anchor order. An anchor belongs to the box it overlaps most: at an
 * intersection over union of 0.5 or more it is positive, below 0.4 negative, between them ignored.
 */
final class AnchorTargets {
    private static final double POSITIVE = 0.5;
    private static final double NEGATIVE = 0.4;
    private static final double[] DELTA_SCALE = {0.1, 0.1, 0.2, 0.2};

    /** {@code A * K}: 1 where the anchor shows the class. */
    final float[] isClass;
    /** {@code A * K}: 1 where the anchor does not show the class. */
    final float[] isNotClass;
    /** {@code A * 4}: wanted regression output, 0 where the anchor is not positive. */
    final float[] deltas;
    /** {@code A * 4}: 1 where the anchor is positive. */
    final float[] hasBox;

    private final int classes;
    private int positives;

    /**
     * @param anchors {@code A * 4}: left, top, right, bottom
     * @param boxes if there is none, all anchors are negative
     */
    AnchorTargets(float[] anchors, List<TargetBox> boxes, int classes) {
        int count = anchors.length / 4;
        this.classes = classes;
        this.isClass = new float[count * classes];
        this.isNotClass = new float[count * classes];
        this.deltas = new float[anchors.length];
        this.hasBox = new float[anchors.length];
        if (boxes.isEmpty()) {
            Arrays.fill(isNotClass, 1);
            return;
        }
        for (int anchor = 0; anchor < count; anchor++) {
            assign(anchors, anchor, boxes);
        }
    }

    int positives() {
        return positives;
    }

    private void assign(float[] anchors, int anchor, List<TargetBox> boxes) {
        TargetBox best = boxes.get(0);
        double overlap = -1;
        for (TargetBox box : boxes) {
            double candidate = intersectionOverUnion(anchors, anchor, box);
            if (candidate > overlap) {
                overlap = candidate;
                best = box;
            }
        }
        if (overlap >= NEGATIVE && overlap < POSITIVE) {
            return;
        }
        for (int k = 0; k < classes; k++) {
            boolean shows = overlap >= POSITIVE && k == best.classIndex();
            (shows ? isClass : isNotClass)[anchor * classes + k] = 1;
        }
        if (overlap >= POSITIVE) {
            positives++;
            writeDeltas(anchors, anchor, best);
        }
    }

    private void writeDeltas(float[] anchors, int anchor, TargetBox box) {
        int at = anchor * 4;
        double width = anchors[at + 2] - anchors[at];
        double height = anchors[at + 3] - anchors[at + 1];
        double[] delta = {
            ((box.left() + box.right()) / 2 - (anchors[at] + width / 2)) / width,
            ((box.top() + box.bottom()) / 2 - (anchors[at + 1] + height / 2)) / height,
            Math.log(Math.max(1, box.right() - box.left()) / width),
            Math.log(Math.max(1, box.bottom() - box.top()) / height)
        };
        for (int i = 0; i < 4; i++) {
            deltas[at + i] = (float) (delta[i] / DELTA_SCALE[i]);
            hasBox[at + i] = 1;
        }
    }

    static double intersectionOverUnion(float[] anchors, int anchor, TargetBox box) {
        int at = anchor * 4;
        double width = Math.min(anchors[at + 2], box.right()) - Math.max(anchors[at], box.left());
        double height = Math.min(anchors[at + 3], box.bottom()) - Math.max(anchors[at + 1], box.top());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double both = width * height;
        double ofAnchor = (double) (anchors[at + 2] - anchors[at]) * (anchors[at + 3] - anchors[at + 1]);
        double ofBox = (box.right() - box.left()) * (box.bottom() - box.top());
        return both / (ofAnchor + ofBox - both);
    }
}
