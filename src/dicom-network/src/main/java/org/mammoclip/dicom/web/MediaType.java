package org.mammoclip.dicom.web;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A media type with parameters (RFC 9110 8.3.1): type and parameter names in lower case, parameter values as they are,
 * unquoted.
 */
record MediaType(String essence, Map<String, String> parameters) {
    /** Longest header value read, in characters. */
    static final int MAX_LENGTH = 4096;

    MediaType {
        parameters = Map.copyOf(parameters);
    }

    /** Empty if the text is no media type. */
    static Optional<MediaType> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int semicolon = text.indexOf(';');
        String essence =
                (semicolon < 0 ? text : text.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        if (essence.indexOf('/') < 1) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        int at = semicolon;
        while (at >= 0 && at < text.length()) {
            int equals = text.indexOf('=', at + 1);
            if (equals < 0) {
                break;
            }
            String name = text.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
            StringBuilder value = new StringBuilder();
            at = value(text, equals + 1, value);
            parameters.putIfAbsent(name, value.toString());
        }
        return Optional.of(new MediaType(essence, parameters));
    }

    /** Reads a token or quoted string and returns the index of the semicolon behind it, or the end. */
    private static int value(String text, int from, StringBuilder value) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            int semicolon = text.indexOf(';', at);
            return semicolon < 0 ? text.length() : semicolon;
        }
        int semicolon = text.indexOf(';', at);
        int end = semicolon < 0 ? text.length() : semicolon;
        value.append(text.substring(at, end).strip());
        return end;
    }
}
