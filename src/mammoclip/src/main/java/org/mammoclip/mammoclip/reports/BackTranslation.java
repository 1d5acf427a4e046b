package org.mammoclip.mammoclip.reports;

import java.util.List;

/**
 * Says texts in other words by translating them into another language and back. The reference uses English to Italian to English
 * with sampling; any source will do, as long as element i of the answer belongs to element i of the question.
 */
@FunctionalInterface
public interface BackTranslation {
    /** Every text stays as it is. */
    BackTranslation NONE = texts -> texts;

    /**
     * @param texts cleaned texts
     * @return as many texts, in the same order, none blank
     */
    List<String> apply(List<String> texts);

    /**
     * The answer, checked and lower-cased.
     *
     * @throws IllegalArgumentException if the source answered with another number of texts, or with a blank one
     */
    default List<ReportText> aligned(List<ReportText> texts) {
        List<String> answer = apply(texts.stream().map(ReportText::joined).toList());
        if (answer.size() != texts.size()) {
            throw new IllegalArgumentException("back-translation answered " + texts.size() + " texts with "
                    + answer.size() + ": they cannot be paired");
        }
        for (int i = 0; i < answer.size(); i++) {
            if (answer.get(i).isBlank()) {
                throw new IllegalArgumentException("back-translation of text " + i + " is blank");
            }
        }
        return answer.stream().map(ReportText::ofTranslation).toList();
    }
}
