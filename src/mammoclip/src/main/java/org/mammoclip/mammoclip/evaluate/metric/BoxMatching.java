package org.mammoclip.mammoclip.evaluate.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All boxes a model found, surest first, each a hit or a false alarm. A found box is a hit if the true box it overlaps most is
 * overlapped by at least the least overlap (intersection over union) and no surer box has taken it; so it is for VOC. Immutable.
 */
public final class BoxMatching {
    private final List<BoxCase> images;
    private final List<Match> matches;

    private record Match(int image, double score, boolean hit) {}

    private BoxMatching(List<BoxCase> images, List<Match> matches) {
        this.images = images;
        this.matches = matches;
    }

    /** @param leastOverlap intersection over union, in (0, 1] */
    public static BoxMatching of(List<BoxCase> images, double leastOverlap) {
        if (!(leastOverlap > 0 && leastOverlap <= 1)) {
            throw new IllegalArgumentException("overlap is in (0, 1], not " + leastOverlap);
        }
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            match(i, images.get(i), leastOverlap, matches);
        }
        matches.sort(Comparator.comparingDouble(Match::score).reversed());
        return new BoxMatching(List.copyOf(images), matches);
    }

    private static void match(int number, BoxCase image, double leastOverlap, List<Match> matches) {
        boolean[] taken = new boolean[image.truth().size()];
        List<BoxCase.Found> surestFirst = image.found().stream()
                .sorted(Comparator.comparingDouble(BoxCase.Found::score).reversed())
                .toList();
        for (BoxCase.Found found : surestFirst) {
            int best = IntStream.range(0, taken.length)
                    .boxed()
                    .max(Comparator.comparingDouble(k -> image.truth().get(k).overlap(found.box())))
                    .orElse(-1);
            boolean hit = best >= 0 && !taken[best] && image.truth().get(best).overlap(found.box()) >= leastOverlap;
            if (hit) {
                taken[best] = true;
            }
            matches.add(new Match(number, found.score(), hit));
        }
    }

    /**
     * Average precision: precision made non-increasing from the right, area under the whole curve (VOC, all points).
     *
     * @param weights of the images
     * @return NaN if there is no true box
     */
    public double averagePrecision(int[] weights) {
        long boxes = trueBoxes(weights);
        if (boxes == 0) {
            return Double.NaN;
        }
        double[] precision = new double[matches.size()];
        double[] recall = new double[matches.size()];
        long hits = 0;
        long all = 0;
        for (int i = 0; i < precision.length; i++) {
            Match match = matches.get(i);
            all += weights[match.image()];
            hits += match.hit() ? weights[match.image()] : 0;
            precision[i] = all == 0 ? 0 : (double) hits / all;
            recall[i] = (double) hits / boxes;
        }
        double area = 0;
        double envelope = 0;
        for (int i = precision.length - 1; i >= 0; i--) {
            envelope = Math.max(envelope, precision[i]);
            area += envelope * (recall[i] - (i == 0 ? 0 : recall[i - 1]));
        }
        return area;
    }

    /** @param weights of the images */
    public FrocCurve froc(int[] weights) {
        long boxes = trueBoxes(weights);
        long all = 0;
        long normal = 0;
        for (int i = 0; i < images.size(); i++) {
            all += weights[i];
            normal += images.get(i).truth().isEmpty() ? weights[i] : 0;
        }
        List<FrocCurve.Point> points = new ArrayList<>();
        long hits = 0;
        long alarms = 0;
        long alarmsInNormal = 0;
        for (int i = 0; i < matches.size(); i++) {
            Match match = matches.get(i);
            int weight = weights[match.image()];
            hits += match.hit() ? weight : 0;
            alarms += match.hit() ? 0 : weight;
            alarmsInNormal += images.get(match.image()).truth().isEmpty() ? weight : 0;
            if (i == matches.size() - 1 || matches.get(i + 1).score() < match.score()) {
                points.add(new FrocCurve.Point(
                        match.score(),
                        boxes == 0 ? Double.NaN : (double) hits / boxes,
                        all == 0 ? Double.NaN : (double) alarms / all,
                        normal == 0 ? Double.NaN : (double) alarmsInNormal / normal));
            }
        }
        return new FrocCurve(points);
    }

    private long trueBoxes(int[] weights) {
        long boxes = 0;
        for (int i = 0; i < images.size(); i++) {
            boxes += (long) weights[i] * images.get(i).truth().size();
        }
        return boxes;
    }
}
