package org.mammoclip.worker.learn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mammoclip.mammoclip.card.LearningData;
import org.mammoclip.mammoclip.data.BoxPlacement;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.data.Split;
import org.mammoclip.mammoclip.data.SplitRule;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.learn.Target;

/**
 * What a probe learns from and is measured on.
 *
 * @param source table with its images and splits
 * @param others data of other patients, measured on as they are
 * @param rule how the patients of the table were divided
 */
public record ProbeData(Source source, List<Source> others, SplitRule rule) {
    private static final String DENSITIES = "ABCD";

    /**
     * A table and its images.
     *
     * @param name in results; of the first, its splits are named instead
     * @param table that was read
     * @param images of its rows
     */
    public record Source(String name, CsvTable table, TrainingImages images, LabelledSet set) {
        /**
         * @param rule for the table of its own: all rows are for the test
         * @throws TableException listing what is wrong with which line
         */
        public static Source read(
                String name, CsvTable table, SplitRule rule, TrainingImages images, boolean skipBadRows)
                throws TableException {
            return new Source(
                    name, table, images, LabelledSet.read(table, rule, images, BoxPlacement.NONE, skipBadRows));
        }

        /** Images of all splits. */
        public List<LabelledImage> all() {
            List<LabelledImage> all = new ArrayList<>();
            for (Split split : Split.values()) {
                all.addAll(set.of(split));
            }
            return all;
        }
    }

    /** @throws IllegalArgumentException if a name of other data is given twice, or their patients were learned from */
    public ProbeData {
        others = List.copyOf(others);
        Set<String> names = new HashSet<>(Set.of("training", "validation", "test", source.name()));
        Set<String> learned = new HashSet<>(patients(source.set().training()));
        learned.addAll(patients(source.set().validation()));
        for (Source other : others) {
            if (!names.add(other.name())) {
                throw new IllegalArgumentException("data called '" + other.name() + "' are there already");
            }
            Set<String> both = new HashSet<>(patients(other.all()));
            both.retainAll(learned);
            if (!both.isEmpty()) {
                throw new IllegalArgumentException(
                        both.size() + " patient(s) of " + other.table().name()
                                + " are also in training or validation: a measurement on them would flatter the model");
            }
        }
    }

    private static Set<String> patients(List<LabelledImage> images) {
        return images.stream().map(LabelledImage::patient).collect(Collectors.toSet());
    }

    /** What a model card says about it. */
    public LearningData summary(List<Target> targets) {
        StringBuilder digests = new StringBuilder(source.set().digest());
        List<LearningData.Table> tables = new ArrayList<>(List.of(table(source)));
        List<LearningData.SplitCount> splits = new ArrayList<>();
        for (Split split : Split.values()) {
            splits.add(count(Words.of(split), source.set().of(split), targets));
        }
        for (Source other : others) {
            digests.append('\n')
                    .append(other.name())
                    .append(' ')
                    .append(other.set().digest());
            tables.add(table(other));
            splits.add(count(other.name(), other.all(), targets));
        }
        return new LearningData(
                others.isEmpty() ? source.set().digest() : Digest.of(digests.toString()),
                tables,
                Words.of(rule),
                splits);
    }

    private static LearningData.Table table(Source source) {
        int skipped = source.set().skippedRows();
        return new LearningData.Table(
                source.table().name(),
                source.table().sha256(),
                source.table().rows().size() - skipped,
                skipped);
    }

    private static LearningData.SplitCount count(String name, List<LabelledImage> images, List<Target> targets) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        for (Target target : targets) {
            for (int label = target.isBinary() ? 1 : 0; label < Math.max(2, target.outputs()); label++) {
                int wanted = label;
                String answer = target.isBinary() ? target.title() : target.title() + " " + DENSITIES.charAt(label);
                counts.put(answer, (int) images.stream()
                        .filter(image -> target.label(image).orElse(-1) == wanted)
                        .count());
            }
        }
        return new LearningData.SplitCount(name, patients(images).size(), images.size(), counts);
    }
}
