package org.mammoclip.dicom.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads a multipart body (RFC 2046 5.1) part by part from untrusted bytes without holding a part in memory. A part ends
 * at the next delimiter, whatever a Content-Length says; preamble and epilogue are skipped; header names are lower case.
 *
 * <p>Everything is bounded: boundary, preamble, headers, parts. A body that ends before its closing delimiter is an
 * error, because the last part is then not whole. Not thread-safe.
 */
final class MultipartReader {
    /** RFC 2046 5.1.1. */
    static final int MAX_BOUNDARY_CHARACTERS = 70;

    static final int MAX_PREAMBLE_BYTES = 64 << 10;
    static final int MAX_HEADER_BYTES = 16 << 10;
    static final int MAX_PARTS = 100_000;

    private static final int BUFFER_BYTES = 128 << 10;

    private final InputStream in;
    /** CRLF, two hyphens, boundary. */
    private final byte[] delimiter;
    /** How far a mismatch at the last byte of the delimiter lets the search go on (Boyer-Moore-Horspool). */
    private final int[] skip = new int[256];

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    /** Bytes from here on may belong to a delimiter. */
    private int safeEnd;

    private boolean atDelimiter;
    private boolean closed;
    private int parts;

    /** @throws WebException if the boundary is missing or too long */
    MultipartReader(InputStream in, MediaType type) throws WebException {
        String boundary = Optional.ofNullable(type.parameters().get("boundary")).orElse("");
        if (boundary.isEmpty() || boundary.length() > MAX_BOUNDARY_CHARACTERS) {
            throw new WebException("multipart response without a legal boundary", 0, true);
        }
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
        Arrays.fill(skip, delimiter.length);
        for (int i = 0; i < delimiter.length - 1; i++) {
            skip[delimiter[i] & 0xFF] = delimiter.length - 1 - i;
        }
        // the first delimiter may stand at the very beginning, without the CRLF that belongs to it
        buffer[0] = '\r';
        buffer[1] = '\n';
        limit = 2;
    }

    /** A part's headers by lower-case name, and its data, readable until the next part is asked for. */
    record Part(Map<String, String> headers, InputStream data) {
        Part {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * The next part; the rest of the one before is skipped.
     *
     * @return empty after the closing delimiter
     * @throws WebException if the body is malformed or ends early
     */
    Optional<Part> next() throws IOException {
        long preamble = 0;
        byte[] discarded = new byte[8192];
        for (int count = readData(discarded, 0, discarded.length);
                count >= 0;
                count = readData(discarded, 0, discarded.length)) {
            preamble += count;
            if (parts == 0 && preamble > MAX_PREAMBLE_BYTES) {
                throw malformed("multipart preamble is too long");
            }
        }
        if (closed || isClosing()) {
            closed = true;
            return Optional.empty();
        }
        if (++parts > MAX_PARTS) {
            throw malformed("multipart response has too many parts");
        }
        Map<String, String> headers = headers();
        safeEnd = position;
        atDelimiter = false;
        int part = parts;
        return Optional.of(new Part(headers, new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, target.length);
                if (part != parts) {
                    throw new IOException("this part is over");
                }
                return length == 0 ? 0 : readData(target, offset, length);
            }
        }));
    }

    /** Data before the next delimiter; -1 at the delimiter, which is then consumed up to its last character. */
    private int readData(byte[] target, int offset, int length) throws IOException {
        if (atDelimiter || closed) {
            return -1;
        }
        if (position == safeEnd && !advance()) {
            position += delimiter.length;
            atDelimiter = true;
            return -1;
        }
        int count = Math.min(length, safeEnd - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    /** Moves {@link #safeEnd} on; false if a delimiter stands at the position. */
    private boolean advance() throws IOException {
        while (true) {
            int from = position;
            while (true) {
                int found = find(from);
                if (found < 0) {
                    safeEnd = Math.max(position, limit - delimiter.length);
                    break;
                }
                if (found + delimiter.length == limit) {
                    safeEnd = found; // the character behind it decides
                    break;
                }
                if (isDelimiterEnd(buffer[found + delimiter.length])) {
                    safeEnd = found;
                    return found > position;
                }
                from = found + 1;
            }
            if (safeEnd > position) {
                return true;
            }
            fill();
        }
    }

    /** What may follow a boundary: hyphens, padding or the line end. Anything else is data that looks alike. */
    private static boolean isDelimiterEnd(byte next) {
        return next == '-' || next == '\r' || next == ' ' || next == '\t';
    }

    /** Index of the delimiter in the buffer at or after {@code from}, -1 if it is not there as a whole. */
    private int find(int from) {
        int last = delimiter.length - 1;
        int at = from;
        while (at + last < limit) {
            byte tail = buffer[at + last];
            if (tail == delimiter[last] && Arrays.equals(buffer, at, at + last, delimiter, 0, last)) {
                return at;
            }
            at += skip[tail & 0xFF];
        }
        return -1;
    }

    /** Whether the delimiter just read is the closing one; else consumes its line end. */
    private boolean isClosing() throws IOException {
        int first = readByte();
        if (first == '-') {
            if (readByte() != '-') {
                throw malformed("multipart delimiter is malformed");
            }
            return true;
        }
        while (first == ' ' || first == '\t') {
            first = readByte();
        }
        if (first != '\r' || readByte() != '\n') {
            throw malformed("multipart delimiter is malformed");
        }
        return false;
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        StringBuilder line = new StringBuilder();
        int bytes = 0;
        while (true) {
            line.setLength(0);
            for (int b = readByte(); b != '\n'; b = readByte()) {
                line.append((char) b);
                if (++bytes > MAX_HEADER_BYTES) {
                    throw malformed("multipart headers are too long");
                }
            }
            String text = line.toString().strip();
            if (text.isEmpty()) {
                return headers;
            }
            int colon = text.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        text.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        text.substring(colon + 1).strip());
            }
        }
    }

    private int readByte() throws IOException {
        if (position == limit) {
            fill();
        }
        return buffer[position++] & 0xFF;
    }

    /** Reads at least one byte more; keeps what stands between position and limit. */
    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        safeEnd -= Math.min(safeEnd, position);
        position = 0;
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count <= 0) {
            throw new WebException("multipart response ended before its closing delimiter", 0, false);
        }
        limit += count;
    }

    private static WebException malformed(String reason) {
        return new WebException(reason, 0, true);
    }
}
