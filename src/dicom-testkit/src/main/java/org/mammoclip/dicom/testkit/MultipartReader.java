package org.mammoclip.dicom.testkit;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a {@code multipart/related} body part by part (RFC 2046 5.1.1). One thread. */
final class MultipartReader {
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i)multipart/related\\s*;.*\\bboundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70})).*");
    private static final int MAX_HEADERS = 16 << 10;

    private final InputStream in;
    private final byte[] delimiter;
    private boolean ended;

    /** @param boundary as the Content-Type has it, without quotes */
    MultipartReader(InputStream in, String boundary) {
        this.in = new BufferedInputStream(in, 64 << 10);
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The boundary of a Content-Type, empty when it is no multipart/related with one. */
    static Optional<String> boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        return matcher.matches()
                ? Optional.of(matcher.group(1) != null ? matcher.group(1) : matcher.group(2))
                : Optional.empty();
    }

    /**
     * Skips the preamble.
     *
     * @throws IOException if there is no first boundary
     */
    void start() throws IOException {
        copyToDelimiter(OutputStream.nullOutputStream(), 2);
        afterDelimiter();
    }

    /** The headers of the next part by lower-case name; empty when there is none. */
    Optional<Map<String, String>> nextPart() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        Map<String, String> headers = new TreeMap<>();
        int total = 0;
        while (true) {
            String line = line();
            total += line.length() + 2;
            if (line.isEmpty()) {
                return Optional.of(headers);
            }
            int colon = line.indexOf(':');
            if (colon < 1 || total > MAX_HEADERS) {
                throw new IOException("malformed part header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    /** Copies the content of the part whose headers were read. */
    void copyPart(OutputStream out) throws IOException {
        copyToDelimiter(out, 0);
        afterDelimiter();
    }

    private void afterDelimiter() throws IOException {
        int first = in.read();
        int second = in.read();
        if (first == '-' && second == '-') {
            ended = true;
        } else if (first != '\r' || second != '\n') {
            throw new IOException("malformed boundary line");
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0 || line.length() > MAX_HEADERS) {
                throw new EOFException("multipart body ends within part headers");
            }
            if (next == '\n' && line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
                line.setLength(line.length() - 1);
                return line.toString();
            }
            line.append((char) next);
        }
    }

    /**
     * Copies up to the delimiter. Only its first byte is CR and it has no other CR, so a failed match restarts at the
     * byte that failed.
     */
    private void copyToDelimiter(OutputStream out, int alreadyMatched) throws IOException {
        int matched = alreadyMatched;
        byte[] buffer = new byte[64 << 10];
        int filled = 0;
        while (matched < delimiter.length) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("multipart body ends without a boundary");
            }
            if ((byte) next == delimiter[matched]) {
                matched++;
                continue;
            }
            if (filled + matched + 1 > buffer.length) {
                out.write(buffer, 0, filled);
                filled = 0;
            }
            System.arraycopy(delimiter, 0, buffer, filled, matched);
            filled += matched;
            matched = 0;
            if (next == delimiter[0]) {
                matched = 1;
            } else {
                buffer[filled++] = (byte) next;
            }
        }
        out.write(buffer, 0, filled);
    }
}
