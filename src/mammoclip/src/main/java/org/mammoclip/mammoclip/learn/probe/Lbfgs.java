package org.mammoclip.mammoclip.learn.probe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limited-memory BFGS (Nocedal 1980) with the last {@value #MEMORY} steps and a bisecting line search for the weak Wolfe conditions
 * (Lewis and Overton 2013). For smooth convex functions; deterministic. Stops when no derivative is larger than the tolerance, or
 * when rounding lets the value fall no further.
 */
final class Lbfgs {
    private static final int MEMORY = 20;
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int MAX_TRIALS = 60;

    private final double tolerance;
    private final int maxIterations;

    /** @param tolerance largest derivative at the end, above 0 */
    Lbfgs(double tolerance, int maxIterations) {
        this.tolerance = tolerance;
        this.maxIterations = maxIterations;
    }

    /**
     * Where it ended.
     *
     * @param gradient largest derivative there
     */
    record Minimum(double[] arguments, double value, double gradient, int iterations) {}

    /** A step that was taken: what changed, and by how much the gradient changed. */
    private record Step(double[] moved, double[] turned, double product) {}

    /** @param start not changed */
    Minimum minimise(Objective objective, double[] start) {
        int size = objective.size();
        double[] place = start.clone();
        double[] gradient = new double[size];
        double value = objective.at(place, gradient);
        Deque<Step> steps = new ArrayDeque<>();
        int iteration = 0;
        for (; iteration < maxIterations && largest(gradient) > tolerance; iteration++) {
            double[] direction = direction(gradient, steps);
            double[] next = new double[size];
            double[] nextGradient = new double[size];
            double first = steps.isEmpty() ? Math.min(1, 1 / norm(gradient)) : 1;
            double nextValue = search(objective, place, value, gradient, direction, first, next, nextGradient);
            if (Double.isNaN(nextValue)) {
                if (steps.isEmpty()) {
                    break;
                }
                steps.clear();
                continue;
            }
            remember(steps, place, next, gradient, nextGradient);
            place = next;
            gradient = nextGradient;
            value = nextValue;
        }
        return new Minimum(place, value, largest(gradient), iteration);
    }

    /** Minus the approximate inverse Hessian times the gradient (two loops). */
    private static double[] direction(double[] gradient, Deque<Step> steps) {
        double[] direction = gradient.clone();
        double[] shares = new double[steps.size()];
        int k = 0;
        for (Step step : steps) {
            shares[k] = dot(step.moved(), direction) / step.product();
            add(direction, -shares[k++], step.turned());
        }
        if (!steps.isEmpty()) {
            Step last = steps.getFirst();
            scale(direction, last.product() / dot(last.turned(), last.turned()));
        }
        for (Iterator<Step> oldestFirst = steps.descendingIterator(); oldestFirst.hasNext(); ) {
            Step step = oldestFirst.next();
            double share = dot(step.turned(), direction) / step.product();
            add(direction, shares[--k] - share, step.moved());
        }
        scale(direction, -1);
        return direction;
    }

    /** @return the value at {@code next}; NaN if no step along the direction lowers it */
    private static double search(
            Objective objective,
            double[] place,
            double value,
            double[] gradient,
            double[] direction,
            double first,
            double[] next,
            double[] nextGradient) {
        double slope = dot(gradient, direction);
        if (!(slope < 0)) {
            return Double.NaN;
        }
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double length = first;
        for (int trial = 0; trial < MAX_TRIALS; trial++) {
            for (int i = 0; i < place.length; i++) {
                next[i] = place[i] + length * direction[i];
            }
            double nextValue = objective.at(next, nextGradient);
            if (!(nextValue <= value + DECREASE * length * slope)) {
                high = length;
            } else if (dot(nextGradient, direction) < CURVATURE * slope) {
                low = length;
            } else {
                return nextValue;
            }
            length = Double.isInfinite(high) ? 2 * low : (low + high) / 2;
        }
        return Double.NaN;
    }

    private static void remember(
            Deque<Step> steps, double[] place, double[] next, double[] gradient, double[] nextGradient) {
        double[] moved = next.clone();
        add(moved, -1, place);
        double[] turned = nextGradient.clone();
        add(turned, -1, gradient);
        double product = dot(moved, turned);
        if (product > 0) {
            if (steps.size() == MEMORY) {
                steps.removeLast();
            }
            steps.addFirst(new Step(moved, turned, product));
        }
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double norm(double[] values) {
        return Math.sqrt(dot(values, values));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] values, double factor, double[] other) {
        for (int i = 0; i < values.length; i++) {
            values[i] += factor * other[i];
        }
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
