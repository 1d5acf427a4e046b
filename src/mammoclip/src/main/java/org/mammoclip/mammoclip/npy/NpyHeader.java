package org.mammoclip.mammoclip.npy;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The dictionary at the start of a file, for example {@code {'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }}. Exactly
 * these three keys, once each; anything else Python could evaluate is refused.
 *
 * @param columnMajor {@code fortran_order}
 * @param size product of the shape
 */
record NpyHeader(NpyType type, ByteOrder order, boolean columnMajor, int[] shape, int size) {
    /** More axes than any array here has. */
    static final int MAX_AXES = 8;

    static NpyHeader parse(String text, long maxBytes) throws NpyFormatException {
        return new Parser(text).header(maxBytes);
    }

    static String text(int[] shape) {
        return shape.length == 0
                ? "scalar"
                : Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        NpyHeader header(long maxBytes) throws NpyFormatException {
            @Nullable String descr = null;
            @Nullable Boolean columnMajor = null;
            int @Nullable [] shape = null;
            Set<String> keys = new HashSet<>();
            expect('{');
            while (!take('}')) {
                String key = string();
                if (!keys.add(key)) {
                    throw damaged("has the key '" + key + "' twice");
                }
                expect(':');
                switch (key) {
                    case "descr" -> descr = string();
                    case "fortran_order" -> columnMajor = bool();
                    case "shape" -> shape = tuple();
                    default -> throw damaged("has an unknown key");
                }
                if (!take(',') && peek() != '}') {
                    throw damaged("lacks a comma");
                }
            }
            skipBlanks();
            if (at < text.length()) {
                throw damaged("goes on after its end");
            }
            if (descr == null || columnMajor == null || shape == null) {
                throw damaged("must have descr, fortran_order and shape");
            }
            return header(descr, columnMajor, shape, maxBytes);
        }

        private NpyHeader header(String descr, boolean columnMajor, int[] shape, long maxBytes)
                throws NpyFormatException {
            NpyType type = null;
            for (NpyType candidate : NpyType.values()) {
                if (descr.length() == 3 && descr.endsWith(candidate.code())) {
                    type = candidate;
                }
            }
            ByteOrder order = descr.isEmpty()
                    ? null
                    : switch (descr.charAt(0)) {
                        case '<' -> ByteOrder.LITTLE_ENDIAN;
                        case '>' -> ByteOrder.BIG_ENDIAN;
                        case '|' -> type == NpyType.UINT8 ? ByteOrder.LITTLE_ENDIAN : null;
                        default -> null;
                    };
            if (type == null || order == null) {
                throw new NpyFormatException("elements of type '" + printable(descr) + "' are not read; accepted are "
                        + NpyType.ACCEPTED + " (save with .astype(...))");
            }
            long size = 1;
            for (int axis : shape) {
                size *= axis;
                if (size * type.bytes() > maxBytes) {
                    throw new NpyFormatException("array of " + text(shape) + " has more than " + maxBytes + " bytes");
                }
            }
            return new NpyHeader(type, order, columnMajor, shape, (int) size);
        }

        private String string() throws NpyFormatException {
            char quote = peek();
            if (quote != '\'' && quote != '"') {
                throw damaged(
                        quote == '[' ? "describes a record array; save plain numbers" : "lacks a string in quotes");
            }
            int end = text.indexOf(quote, at + 1);
            if (end < 0) {
                throw damaged("has a string without an end");
            }
            String value = text.substring(at + 1, end);
            at = end + 1;
            return value;
        }

        private boolean bool() throws NpyFormatException {
            skipBlanks();
            for (String word : List.of("True", "False")) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw damaged("has neither True nor False for fortran_order");
        }

        private int[] tuple() throws NpyFormatException {
            List<Integer> axes = new ArrayList<>();
            expect('(');
            while (!take(')')) {
                if (axes.size() == MAX_AXES) {
                    throw new NpyFormatException("array of more than " + MAX_AXES + " axes");
                }
                axes.add(number());
                if (!take(',') && peek() != ')') {
                    throw damaged("has a shape without commas");
                }
            }
            return axes.stream().mapToInt(Integer::intValue).toArray();
        }

        private int number() throws NpyFormatException {
            skipBlanks();
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at == start || at - start > 9) {
                throw damaged("has an axis that is no number below 1000000000");
            }
            return Integer.parseInt(text.substring(start, at));
        }

        private char peek() {
            skipBlanks();
            return at < text.length() ? text.charAt(at) : '\0';
        }

        private boolean take(char c) {
            if (peek() != c) {
                return false;
            }
            at++;
            return true;
        }

        private void expect(char c) throws NpyFormatException {
            if (!take(c)) {
                throw damaged("lacks '" + c + "'");
            }
        }

        private void skipBlanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
                at++;
            }
        }

        private NpyFormatException damaged(String what) {
            return new NpyFormatException("the array header " + what + " (at character " + at + ")");
        }

        private static String printable(String descr) {
            String line = descr.codePoints()
                    .filter(c -> c >= ' ' && c < 0x7F)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            return line.length() <= 20 ? line : line.substring(0, 20) + "...";
        }
    }
}
