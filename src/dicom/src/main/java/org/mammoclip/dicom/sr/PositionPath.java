package org.mammoclip.dicom.sr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The place of a content item in its document, Referenced Content Item Identifier (PS3.3 C.17.3.2.5).
 *
 * @param positions 1 for the root, then the number of the child at each level, from 1, in Content Sequence order
 */
public record PositionPath(List<Integer> positions) {
    public static final PositionPath ROOT = of(1);

    /** @throws InvalidContentException unless the path begins with 1 and every number is positive */
    public PositionPath {
        positions = List.copyOf(positions);
        if (positions.isEmpty() || positions.get(0) != 1 || positions.stream().anyMatch(p -> p < 1)) {
            throw new InvalidContentException("a position path begins with 1 and counts from 1 (PS3.3 C.17.3.2.5)");
        }
    }

    public static PositionPath of(int... positions) {
        return new PositionPath(Arrays.stream(positions).boxed().toList());
    }

    /** The path of the n-th child, counted from 1. */
    public PositionPath child(int number) {
        List<Integer> longer = new ArrayList<>(positions);
        longer.add(number);
        return new PositionPath(longer);
    }

    /** Whether this item is the other one or one of its ancestors. */
    boolean isPrefixOf(PositionPath other) {
        return positions.size() <= other.positions.size()
                && other.positions.subList(0, positions.size()).equals(positions);
    }

    /** The numbers separated by dots, as reports of validators show them. */
    @Override
    public String toString() {
        return String.join(".", positions.stream().map(String::valueOf).toList());
    }
}
