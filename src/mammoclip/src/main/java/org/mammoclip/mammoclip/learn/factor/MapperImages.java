package org.mammoclip.mammoclip.learn.factor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mammoclip.mammoclip.data.FractionUnit;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.evaluate.table.VinDrTable;

/**
 * The images a mapper learns from: those with at least one of its attributes, and, if wanted, some without. Immutable.
 *
 * @param attributes in the mapper's order
 * @param images with the attributes first, in the table's order
 */
public record MapperImages(List<Attribute> attributes, List<LabelledImage> images) {
    /** Most images without any attribute for each with one. */
    public static final double MAX_OTHERS = 100;

    public MapperImages {
        attributes = List.copyOf(attributes);
        images = List.copyOf(images);
        for (Attribute attribute : attributes) {
            finding(attribute);
        }
    }

    /**
     * @param others how many images without any of the attributes to add for each image with one, 0 to {@value #MAX_OTHERS}; 0 as
     *     published. Fewer if there are not so many
     * @param seed chooses them; who it is depends on seed and names alone
     * @throws IllegalArgumentException if an attribute is no finding of the table, or no image shows one
     */
    public static MapperImages of(List<LabelledImage> all, List<Attribute> attributes, double others, long seed) {
        if (!(others >= 0 && others <= MAX_OTHERS)) {
            throw new IllegalArgumentException(
                    "images without an attribute for each with one: 0 to " + (int) MAX_OTHERS + ", not " + others);
        }
        List<String> findings = attributes.stream().map(MapperImages::finding).toList();
        List<LabelledImage> with = new ArrayList<>();
        List<LabelledImage> without = new ArrayList<>();
        for (LabelledImage image : all) {
            (findings.stream().anyMatch(image::has) ? with : without).add(image);
        }
        long added = Math.min(without.size(), Math.round(others * with.size()));
        List<LabelledImage> chosen = added == 0
                ? List.of()
                : LabelledSet.fraction(without, (double) added / without.size(), seed, FractionUnit.IMAGE);
        return new MapperImages(
                attributes, Stream.concat(with.stream(), chosen.stream()).toList());
    }

    /** The name that tables give an attribute. */
    public static String finding(Attribute attribute) {
        return VinDrTable.FINDINGS.stream()
                .filter(finding -> VinDrTable.key(finding).equals(attribute.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "attribute '" + attribute.name() + "' is no finding of the table; those are "
                                + String.join(
                                        ", ",
                                        VinDrTable.FINDINGS.stream()
                                                .map(VinDrTable::key)
                                                .toList())));
    }

    /** For each attribute whether an image shows it. */
    boolean[] present(int index) {
        boolean[] present = new boolean[attributes.size()];
        for (int k = 0; k < present.length; k++) {
            present[k] = images.get(index).has(finding(attributes.get(k)));
        }
        return present;
    }

    /** Images with an attribute. */
    public int positives(Attribute attribute) {
        String finding = finding(attribute);
        return (int) images.stream().filter(image -> image.has(finding)).count();
    }

    /** Images with at least one of the attributes. */
    public int withAny() {
        return (int) images.stream()
                .filter(image -> attributes.stream().map(MapperImages::finding).anyMatch(image::has))
                .count();
    }
}
