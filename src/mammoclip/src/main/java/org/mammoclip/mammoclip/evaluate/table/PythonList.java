package org.mammoclip.mammoclip.evaluate.table;

import java.util.ArrayList;
import java.util.List;

/**
 * A flat list as Python prints it, {@code ['Mass', "it's"]}: how the reference's tables store lists in one value. Strings in single
 * or double quotes with the usual escapes, numbers and words without quotes; a list in a list is refused.
 */
public final class PythonList {
    /** More elements than this are refused. */
    public static final int MAX_ELEMENTS = 100_000;

    private final String text;
    private int at;

    private PythonList(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException saying what is wrong at which character, from 1 */
    public static List<String> parse(String text) {
        return new PythonList(text).list();
    }

    private List<String> list() {
        skipBlanks();
        expect('[');
        List<String> elements = new ArrayList<>();
        skipBlanks();
        while (peek() != ']') {
            if (elements.size() == MAX_ELEMENTS) {
                throw wrong("more than " + MAX_ELEMENTS + " elements");
            }
            char first = peek();
            elements.add(first == '\'' || first == '"' ? string() : word());
            skipBlanks();
            if (peek() != ']') {
                expect(',');
                skipBlanks();
            }
        }
        at++;
        skipBlanks();
        if (at < text.length()) {
            throw wrong("text after the list");
        }
        return elements;
    }

    private String string() {
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (peek() != quote) {
            char c = text.charAt(at++);
            value.append(c == '\\' ? escape() : c);
        }
        at++;
        return value.toString();
    }

    private char escape() {
        char c = peek();
        at++;
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '\\', '\'', '"' -> c;
            case 'x' -> hexadecimal(2);
            case 'u' -> hexadecimal(4);
            default -> throw wrong("unknown escape \\" + c);
        };
    }

    private char hexadecimal(int digits) {
        if (at + digits > text.length()) {
            throw wrong("the list ends in an escape");
        }
        try {
            int value = Integer.parseUnsignedInt(text, at, at + digits, 16);
            at += digits;
            return (char) value;
        } catch (NumberFormatException e) {
            throw wrong("no hexadecimal digits in an escape");
        }
    }

    private String word() {
        int start = at;
        while (Character.isLetterOrDigit(peek()) || "+-._".indexOf(peek()) >= 0) {
            at++;
        }
        if (at == start) {
            throw wrong("'" + peek() + "' where an element should be");
        }
        return text.substring(start, at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong("'" + c + "' expected, not '" + peek() + "'");
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("the list does not end");
        }
        return text.charAt(at);
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("no list as in ['a', 'b']: " + what + " (character " + (at + 1) + ")");
    }
}
