package org.mammoclip.mammoclip.evaluate.table;

/**
 * A yes-or-no question in a table of predictions.
 *
 * @param key name in the result
 * @param scoreColumn where the prediction stands
 * @param labelColumn where the truth stands, 0 or 1
 */
public record Question(String key, String scoreColumn, String labelColumn) {
    public Question {
        if (!key.matches("[A-Za-z][A-Za-z0-9_-]{0,62}")) {
            throw new IllegalArgumentException(
                    "a finding is named by 1 to 63 letters, digits, - and _, not " + RowReader.quoted(key));
        }
    }

    /** @throws IllegalArgumentException unless it is {@code NAME=SCORE_COLUMN,LABEL_COLUMN} */
    public static Question parse(String text) {
        int equals = text.indexOf('=');
        int comma = text.indexOf(',', equals + 1);
        if (equals < 1 || comma < equals + 2 || comma == text.length() - 1) {
            throw new IllegalArgumentException(
                    "a finding is given as NAME=SCORE_COLUMN,LABEL_COLUMN, not '" + text + "'");
        }
        return new Question(
                text.substring(0, equals).trim(),
                text.substring(equals + 1, comma).trim(),
                text.substring(comma + 1).trim());
    }
}
