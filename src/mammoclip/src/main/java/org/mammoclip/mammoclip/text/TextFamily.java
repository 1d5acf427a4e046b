package org.mammoclip.mammoclip.text;

import java.util.Arrays;

/** The text networks a checkpoint's description can choose, each with the tokens it was trained on. */
public enum TextFamily {
    /** BERT with WordPiece tokens: the released checkpoints. */
    BERT("bert") {
        @Override
        public TextArchitecture architecture(
                int vocabulary, int layers, int hidden, int heads, int intermediate, int positions) {
            return new BertArchitecture(vocabulary, layers, hidden, heads, intermediate, positions);
        }

        @Override
        public TextTokenizer tokenizer(Vocabulary vocabulary, boolean lowerCase, int maxTokens) {
            return new WordPieceTokenizer(vocabulary, lowerCase, maxTokens);
        }
    },

    /** ModernBERT with byte-level pieces: the successor. */
    MODERNBERT("modernbert") {
        @Override
        public TextArchitecture architecture(
                int vocabulary, int layers, int hidden, int heads, int intermediate, int positions) {
            return new ModernBertArchitecture(
                    vocabulary, layers, hidden, heads, intermediate, positions, ModernBertArchitecture.WINDOW);
        }

        @Override
        public TextTokenizer tokenizer(Vocabulary vocabulary, boolean lowerCase, int maxTokens) {
            return new BytePairTokenizer(vocabulary, lowerCase, maxTokens);
        }
    };

    private final String label;

    TextFamily(String label) {
        this.label = label;
    }

    /** As {@code model.json} writes it. */
    public String label() {
        return label;
    }

    /** @throws IllegalArgumentException naming the known families */
    public static TextFamily named(String label) {
        for (TextFamily family : values()) {
            if (family.label.equals(label)) {
                return family;
            }
        }
        throw new IllegalArgumentException("text family '" + label + "', known are "
                + Arrays.stream(values()).map(TextFamily::label).toList());
    }

    /** The network of some sizes. */
    public abstract TextArchitecture architecture(
            int vocabulary, int layers, int hidden, int heads, int intermediate, int positions);

    /** @param maxTokens most ids of one text, {@code [CLS]} and {@code [SEP]} included; at least 3 */
    public abstract TextTokenizer tokenizer(Vocabulary vocabulary, boolean lowerCase, int maxTokens);
}
