package org.mammoclip.mammoclip.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.mammoclip.mammoclip.BreastDensity;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.evaluate.table.VinDrTable;

/** A question about an image that a head learns to answer from labels. */
public sealed interface Target {
    /** Permanent name: lower case with underscores, as findings files have it. */
    String key();

    /** Name for people. */
    String title();

    /** Logits of a head: 1 for yes or no, else one a class. */
    int outputs();

    /** The right answer: 0 or 1, or the class from 0; empty if the table does not say. */
    OptionalInt label(LabelledImage image);

    /**
     * A finding of VinDr's tables.
     *
     * @param name one of {@link VinDrTable#FINDINGS}
     */
    record Finding(String name) implements Target {
        public Finding {
            if (!VinDrTable.FINDINGS.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' is none of " + VinDrTable.FINDINGS);
            }
        }

        @Override
        public String key() {
            return VinDrTable.key(name);
        }

        @Override
        public String title() {
            return name;
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public OptionalInt label(LabelledImage image) {
            return OptionalInt.of(image.has(name) ? 1 : 0);
        }
    }

    /** Cancer by biopsy, of RSNA's table; in findings files it is {@code malignancy}. */
    record Cancer() implements Target {
        @Override
        public String key() {
            return "malignancy";
        }

        @Override
        public String title() {
            return "Suspicion of Malignancy";
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public OptionalInt label(LabelledImage image) {
            return image.cancer().map(cancer -> OptionalInt.of(cancer ? 1 : 0)).orElse(OptionalInt.empty());
        }
    }

    /** The breast's density, A to D. */
    record Density() implements Target {
        @Override
        public String key() {
            return "density";
        }

        @Override
        public String title() {
            return "Breast density";
        }

        @Override
        public int outputs() {
            return BreastDensity.CATEGORIES;
        }

        @Override
        public OptionalInt label(LabelledImage image) {
            return image.density();
        }
    }

    /** Whether the answer is yes or no. */
    default boolean isBinary() {
        return outputs() == 1;
    }

    /**
     * By key or name; case, blanks, hyphens and underscores do not matter. {@code cancer} and {@code malignancy} are the same.
     *
     * @throws IllegalArgumentException naming all there are
     */
    static Target named(String text) {
        String wanted = normal(text);
        List<Target> all = new ArrayList<>();
        VinDrTable.FINDINGS.forEach(name -> all.add(new Finding(name)));
        all.add(new Density());
        all.add(new Cancer());
        return all.stream()
                .filter(target -> Stream.concat(
                                Stream.of(target.key(), target.title()),
                                target instanceof Cancer ? Stream.of("cancer") : Stream.of())
                        .anyMatch(name -> normal(name).equals(wanted)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' cannot be learned; these can: "
                        + String.join(", ", all.stream().map(Target::key).toList())));
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }
}
