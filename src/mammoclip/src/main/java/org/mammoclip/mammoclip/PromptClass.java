package org.mammoclip.mammoclip;

import java.util.List;

/**
 * A class in words: the phrases that state it. Several phrases are an ensemble: their unit vectors are averaged and the mean is
 * scaled to unit length.
 *
 * @param name 1 to 100 characters
 * @param prompts 1 to 100 phrases; the reference uses exactly one, lower-case, without a template
 */
public record PromptClass(String name, List<String> prompts) {
    /** The four categories of breast density, A to D, in the reference's words. */
    public static final List<PromptClass> DENSITY = List.of(
            new PromptClass("A", List.of("the breasts being almost entirely fatty")),
            new PromptClass("B", List.of("scattered areas of fibroglandular density")),
            new PromptClass("C", List.of("the breast tissue is heterogeneously dense")),
            new PromptClass("D", List.of("the breasts are extremely dense")));

    private static final int MAX = 100;

    public PromptClass {
        prompts = List.copyOf(prompts);
        if (name.isBlank() || name.length() > MAX || name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a class needs a name of 1 to " + MAX + " characters");
        }
        if (prompts.isEmpty() || prompts.size() > MAX || prompts.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("class " + name + " needs 1 to " + MAX + " phrases, none of them blank");
        }
    }
}
