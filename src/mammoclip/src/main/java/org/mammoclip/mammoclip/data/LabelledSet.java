package org.mammoclip.mammoclip.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.LabelledTable;
import org.mammoclip.mammoclip.evaluate.table.RowProblems;
import org.mammoclip.mammoclip.evaluate.table.RsnaTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.evaluate.table.VinDrTable;

/**
 * Images of a table with their labels, in splits that no patient crosses.
 *
 * @param training in the order of the table, as the others
 * @param digest of the table and of how it was split and read: equal digests are equal samples; lower-case hexadecimal SHA-256
 * @param skippedRows bad rows that were left out, as asked
 * @param problems the first of what was wrong with them
 */
public record LabelledSet(
        List<LabelledImage> training,
        List<LabelledImage> validation,
        List<LabelledImage> test,
        String digest,
        int skippedRows,
        List<String> problems) {
    public LabelledSet {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
        problems = List.copyOf(problems);
    }

    /**
     * Reads a VinDr or an RSNA table, recognised by its columns.
     *
     * @param images where every image must be
     * @param placement where boxes go, {@link BoxPlacement#NONE} if they are not needed
     * @param skipBadRows leave rows with problems out instead of refusing the table; a patient in two splits is always refused
     * @throws TableException naming missing columns, or all problems with their lines
     */
    public static LabelledSet read(
            CsvTable table, SplitRule rule, TrainingImages images, BoxPlacement placement, boolean skipBadRows)
            throws TableException {
        return read(table, new PatientSplits(rule), images, placement, skipBadRows);
    }

    /**
     * As {@link #read(CsvTable, SplitRule, TrainingImages, BoxPlacement, boolean)}, together with other tables.
     *
     * @param splits what was decided for patients of other tables; takes those of this one
     */
    public static LabelledSet read(
            CsvTable table, PatientSplits splits, TrainingImages source, BoxPlacement placement, boolean skipBadRows)
            throws TableException {
        LabelledTable labels =
                VinDrTable.fits(table) ? VinDrTable.read(table, skipBadRows) : RsnaTable.read(table, skipBadRows);
        splits.add(
                table,
                labels.rows().stream()
                        .map(row -> new PatientSplits.Member(row.line(), row.patient()))
                        .toList());
        RowProblems problems = new RowProblems();
        List<LabelledImage> images = new ImageMerge(labels.name(), source, placement, problems).merge(labels.rows());
        if (!skipBadRows) {
            problems.requireNone();
        }
        List<String> shown = new ArrayList<>(labels.problems());
        shown.addAll(problems.shown());
        if (images.isEmpty()) {
            throw new TableException(table.name() + ": no row is left", shown);
        }
        return new LabelledSet(
                of(images, splits, Split.TRAINING),
                of(images, splits, Split.VALIDATION),
                of(images, splits, Split.TEST),
                digest(table, images, splits),
                labels.skippedRows() + problems.badRows(),
                shown);
    }

    private static List<LabelledImage> of(List<LabelledImage> images, PatientSplits splits, Split split) {
        return images.stream()
                .filter(image -> splits.of(image.patient()) == split)
                .toList();
    }

    /** The images of one split. */
    public List<LabelledImage> of(Split split) {
        return switch (split) {
            case TRAINING -> training;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /**
     * A part of the images, in their order. A smaller part with the same seed is inside a larger one.
     *
     * @param share above 0, at most 1; rounded up to whole patients or images
     */
    public static List<LabelledImage> fraction(List<LabelledImage> images, double share, long seed, FractionUnit unit) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a fraction must be above 0 and at most 1, not " + share);
        }
        List<String> all = Draw.ordered(
                seed, "fraction", images.stream().map(image -> key(image, unit)).toList());
        Set<String> kept = new HashSet<>(all.subList(0, (int) Math.ceil(share * all.size() - 1e-9)));
        return images.stream().filter(image -> kept.contains(key(image, unit))).toList();
    }

    private static String key(LabelledImage image, FractionUnit unit) {
        return unit == FractionUnit.PATIENT ? image.patient() : image.patient() + "/" + image.image();
    }

    private static String digest(CsvTable table, List<LabelledImage> images, PatientSplits splits) {
        StringBuilder all = new StringBuilder(table.sha256());
        for (LabelledImage image : images) {
            all.append('\n').append(splits.of(image.patient())).append(' ').append(image.patient());
            all.append('/').append(image.image()).append(' ').append(image.boxes());
        }
        return Sha256Text.of(all.toString());
    }
}
