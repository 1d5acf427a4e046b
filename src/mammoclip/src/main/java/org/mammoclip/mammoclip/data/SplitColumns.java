package org.mammoclip.mammoclip.data;

import java.util.EnumSet;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;

/** What the columns {@code split} and {@code fold} of a table, read by a rule, leave open for a row. */
final class SplitColumns {
    private static final String SPLIT = "split";
    private static final String FOLD = "fold";

    private final CsvTable table;
    private final SplitRule rule;
    private final boolean validates;

    private SplitColumns(CsvTable table, SplitRule rule, boolean validates) {
        this.table = table;
        this.rule = rule;
        this.validates = validates;
    }

    /** @throws TableException if the rule asks for folds and there is no such column */
    static SplitColumns of(CsvTable table, SplitRule rule) throws TableException {
        if (rule instanceof SplitRule.Folds && !table.has(FOLD)) {
            throw new TableException(table.name() + ":1: no column 'fold' to take the validation fold from;"
                    + " a share of the patients can validate instead (--validation-share)");
        }
        boolean validates = table.has(SPLIT)
                && table.rows().stream().anyMatch(row -> word(table.value(row, SPLIT)) == Word.VALIDATION);
        return new SplitColumns(table, rule, validates);
    }

    private enum Word {
        TRAINING,
        VALIDATION,
        TEST,
        UNKNOWN
    }

    private static Word word(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "train", "training" -> Word.TRAINING;
            case "val", "valid", "validation" -> Word.VALIDATION;
            case "test", "testing" -> Word.TEST;
            default -> Word.UNKNOWN;
        };
    }

    /**
     * What a row may be for, at least one.
     *
     * @throws IllegalArgumentException saying what a value is that is no split
     */
    Set<Split> allowed(CsvTable.Row row) {
        if (rule instanceof SplitRule.Everything everything) {
            return EnumSet.of(everything.split());
        }
        if (table.has(SPLIT)) {
            Word word = word(table.value(row, SPLIT));
            if (word == Word.TEST || word == Word.VALIDATION) {
                return EnumSet.of(word == Word.TEST ? Split.TEST : Split.VALIDATION);
            }
            if (word == Word.UNKNOWN) {
                throw new IllegalArgumentException(
                        "split: '" + table.value(row, SPLIT) + "' is not training, validation or test");
            }
        }
        if (rule instanceof SplitRule.Folds folds) {
            return EnumSet.of(byFold(folds, fold(row)));
        }
        if (validates) {
            return EnumSet.of(Split.TRAINING);
        }
        return table.has(SPLIT) ? EnumSet.of(Split.TRAINING, Split.VALIDATION) : EnumSet.allOf(Split.class);
    }

    private static Split byFold(SplitRule.Folds rule, int fold) {
        OptionalInt test = rule.test();
        if (test.isPresent() && test.getAsInt() == fold) {
            return Split.TEST;
        }
        return fold == rule.validation() ? Split.VALIDATION : Split.TRAINING;
    }

    private int fold(CsvTable.Row row) {
        String value = table.value(row, FOLD);
        try {
            double fold = Double.parseDouble(value);
            if (fold == Math.rint(fold) && Math.abs(fold) < Integer.MAX_VALUE) {
                return (int) fold;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("fold: '" + value + "' is not a whole number");
    }
}
