package org.mammoclip.mammoclip.learn.detector;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mammoclip.mammoclip.data.FractionUnit;
import org.mammoclip.mammoclip.data.LabelledBox;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.evaluate.table.VinDrTable;

/**
 * The images a detector looks at: those with a box of one of its findings, and perhaps some without any of the findings. An image
 * that has a finding but no box of it is neither. Immutable.
 *
 * @param findings names as in {@link VinDrTable#FINDINGS}; their order numbers the detector's classes
 * @param images with boxes first, each part in the table's order
 */
public record DetectorImages(List<String> findings, List<LabelledImage> images) {
    public DetectorImages {
        findings = List.copyOf(findings);
        images = List.copyOf(images);
        if (findings.isEmpty() || findings.stream().distinct().count() != findings.size()) {
            throw new IllegalArgumentException("a detector has one or more different findings, not " + findings);
        }
        for (String finding : findings) {
            if (!VinDrTable.FINDINGS.contains(finding)) {
                throw new IllegalArgumentException("'" + finding + "' is none of " + VinDrTable.FINDINGS);
            }
        }
    }

    /**
     * Chooses among images.
     *
     * @param normals share of images without the findings in the result, at least 0 and below 1; 0 as in the reference. Fewer if
     *     there are not so many
     * @param seed chooses them; who it is depends on seed and names alone
     * @throws IllegalArgumentException if a finding is unknown
     */
    public static DetectorImages of(List<LabelledImage> all, List<String> findings, double normals, long seed) {
        if (!(normals >= 0 && normals < 1)) {
            throw new IllegalArgumentException(
                    "share of images without the findings must be at least 0 and below 1, not " + normals);
        }
        int with = everything(all, findings).withBoxes();
        return withNormals(all, findings, Math.round(with * normals / (1 - normals)), seed);
    }

    /**
     * All images with a box of one of the findings, and so many without any of them.
     *
     * @param normals the most images without the findings, at least 0
     * @param seed chooses them; who it is depends on seed and names alone
     */
    public static DetectorImages withNormals(List<LabelledImage> all, List<String> findings, long normals, long seed) {
        DetectorImages everything = everything(all, findings);
        int with = everything.withBoxes();
        List<LabelledImage> without =
                everything.images().subList(with, everything.images().size());
        long wanted = Math.min(without.size(), normals);
        List<LabelledImage> chosen = wanted == 0
                ? List.of()
                : LabelledSet.fraction(without, (double) wanted / without.size(), seed, FractionUnit.IMAGE);
        return new DetectorImages(
                findings,
                Stream.concat(everything.images().subList(0, with).stream(), chosen.stream())
                        .toList());
    }

    /** All images with a box of one of the findings, and all without any of the findings. */
    public static DetectorImages everything(List<LabelledImage> all, List<String> findings) {
        List<LabelledImage> with = new ArrayList<>();
        List<LabelledImage> without = new ArrayList<>();
        for (LabelledImage image : all) {
            if (image.boxes().stream().map(LabelledBox::finding).anyMatch(findings::contains)) {
                with.add(image);
            } else if (findings.stream().noneMatch(image::has)) {
                without.add(image);
            }
        }
        return new DetectorImages(
                findings, Stream.concat(with.stream(), without.stream()).toList());
    }

    /** Images with a box of one of the findings. */
    public int withBoxes() {
        return (int) images.stream()
                .filter(image -> image.boxes().stream().anyMatch(this::isWanted))
                .count();
    }

    /** Images without any of the findings. */
    public int normals() {
        return images.size() - withBoxes();
    }

    /** Boxes of the findings, over all images. */
    public int boxes() {
        return (int) images.stream()
                .flatMap(image -> image.boxes().stream())
                .filter(this::isWanted)
                .count();
    }

    private boolean isWanted(LabelledBox box) {
        return findings.contains(box.finding());
    }
}
