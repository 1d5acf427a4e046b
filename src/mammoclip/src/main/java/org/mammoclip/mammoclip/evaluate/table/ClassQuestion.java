package org.mammoclip.mammoclip.evaluate.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A question with several answers in a table of predictions.
 *
 * @param key name in the result
 * @param labelColumn where the truth stands: a number from 0, a letter from A, or the name of a score column
 * @param scoreColumns one per class, 2 to 26; the largest score is the answer, the first of equals
 */
public record ClassQuestion(String key, String labelColumn, List<String> scoreColumns) {
    private static final int MAX_CLASSES = 26;

    /**
     * One answered case.
     *
     * @param patient or the image if there is no such column
     * @param image or the row's own line if there is no such column
     * @param truth class, from 0
     * @param answer class, from 0
     */
    public record Answer(String patient, String image, int truth, int answer) {}

    public ClassQuestion {
        scoreColumns = List.copyOf(scoreColumns);
        if (!key.matches("[A-Za-z][A-Za-z0-9_-]{0,62}")) {
            throw new IllegalArgumentException(
                    "a question is named by 1 to 63 letters, digits, - and _, not " + RowReader.quoted(key));
        }
        if (scoreColumns.size() < 2 || scoreColumns.size() > MAX_CLASSES) {
            throw new IllegalArgumentException(
                    scoreColumns.size() + " score columns: 2 to " + MAX_CLASSES + " are allowed");
        }
    }

    /** @throws IllegalArgumentException unless it is {@code NAME=LABEL_COLUMN,SCORE_COLUMN,SCORE_COLUMN,...} */
    public static ClassQuestion parse(String text) {
        int equals = text.indexOf('=');
        List<String> columns = Arrays.stream(text.substring(equals + 1).split(","))
                .map(String::trim)
                .toList();
        if (equals < 1 || columns.size() < 3 || columns.contains("")) {
            throw new IllegalArgumentException(
                    "classes are given as NAME=LABEL_COLUMN,SCORE_COLUMN,SCORE_COLUMN,..., not '" + text + "'");
        }
        return new ClassQuestion(text.substring(0, equals).trim(), columns.get(0), columns.subList(1, columns.size()));
    }

    /** Names of the classes: the score columns without what they have in common. */
    public List<String> classes() {
        String first = scoreColumns.get(0);
        int common = 0;
        while (common < first.length() && startWith(first.substring(0, common + 1))) {
            common++;
        }
        int shared = common;
        int from = scoreColumns.stream().anyMatch(column -> column.length() == shared) ? 0 : shared;
        return scoreColumns.stream().map(column -> column.substring(from)).toList();
    }

    private boolean startWith(String beginning) {
        return scoreColumns.stream().allMatch(column -> column.startsWith(beginning));
    }

    /**
     * Reads the answers; an image that stands in several rows counts once, with its last row.
     *
     * @throws TableException naming missing columns, or all problems with their lines
     */
    public List<Answer> read(CsvTable table, boolean skipBadRows) throws TableException {
        List<String> needed = new ArrayList<>(scoreColumns);
        needed.add(labelColumn);
        table.require(needed);
        RowProblems problems = new RowProblems();
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (CsvTable.Row line : table.rows()) {
            RowReader row = new RowReader(table, line, problems);
            int truth = truth(row);
            int answer = 0;
            double best = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < scoreColumns.size(); i++) {
                OptionalDouble score = row.number(scoreColumns.get(i));
                if (score.isPresent() && score.getAsDouble() > best) {
                    best = score.getAsDouble();
                    answer = i;
                }
            }
            String own = "row " + line.line();
            String image =
                    table.firstOf(PredictionTable.IMAGES).map(row::required).orElse(own);
            String patient =
                    table.firstOf(PredictionTable.PATIENTS).map(row::required).orElse(image);
            if (row.isSound()) {
                answers.put(patient + "/" + image, new Answer(patient, image, truth, answer));
            }
        }
        if (!skipBadRows) {
            problems.requireNone();
        }
        return List.copyOf(answers.values());
    }

    private int truth(RowReader row) {
        String value = row.required(labelColumn);
        String upper = value.toUpperCase(Locale.ROOT).replace("DENSITY", "").trim();
        if (upper.length() == 1 && upper.charAt(0) >= 'A' && upper.charAt(0) - 'A' < scoreColumns.size()) {
            return upper.charAt(0) - 'A';
        }
        int named = scoreColumns.indexOf(value);
        return named >= 0 || value.isEmpty()
                ? Math.max(0, named)
                : row.integer(labelColumn, 0, scoreColumns.size() - 1).orElse(0);
    }
}
