package org.mammoclip.mammoclip.evaluate.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file in memory: UTF-8, one header line, comma or semicolon or tab, quotes as in RFC 4180. Column names are found whatever
 * their case. At most {@value #MAX_ROWS} rows and {@value #MAX_BYTES} bytes. Immutable, thread-safe.
 */
public final class CsvTable {
    public static final int MAX_ROWS = 2_000_000;
    public static final long MAX_BYTES = 1L << 30;

    private final String name;
    private final String sha256;
    private final List<String> columns;
    private final Map<String, Integer> positions;
    private final List<Row> rows;

    private CsvTable(String name, String sha256, List<String> columns, Map<String, Integer> positions, List<Row> rows) {
        this.name = name;
        this.sha256 = sha256;
        this.columns = columns;
        this.positions = positions;
        this.rows = rows;
    }

    /** One line of the file, or several if a quoted value has line breaks. */
    public static final class Row {
        private final long line;
        private final String[] values;

        private Row(long line, String[] values) {
            this.line = line;
            this.values = values;
        }

        /** Line of the file on which the row begins, from 1; the header is line 1. */
        public long line() {
            return line;
        }
    }

    /**
     * Reads a file.
     *
     * @throws TableException if it is not UTF-8 text, has no header, a column twice, a torn quote, too much, or a row with another
     *     number of values than the header
     * @throws IOException if it cannot be read
     */
    public static CsvTable read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new TableException(name + " has " + size + " bytes, at most " + MAX_BYTES + " are read");
        }
        return of(name, Files.readAllBytes(file));
    }

    /**
     * A table that is no file, or not yet.
     *
     * @param name that messages give it
     * @param content as a file would have it
     * @throws TableException as {@link #read}
     */
    public static CsvTable of(String name, byte[] content) throws TableException {
        try {
            return parse(name, HexFormat.of().formatHex(sha256Digest().digest(content)), content);
        } catch (TableException e) {
            throw e;
        } catch (CharacterCodingException e) {
            throw notText(name);
        } catch (UncheckedIOException e) {
            throw e.getCause() instanceof CharacterCodingException
                    ? notText(name)
                    : new TableException(name + ": torn CSV, " + e.getMessage());
        } catch (IOException e) {
            throw new TableException(name + ": torn CSV, " + e.getMessage());
        }
    }

    private static TableException notText(String name) {
        return new TableException(name + " is not UTF-8 text; save it as 'CSV UTF-8'");
    }

    private static CsvTable parse(String name, String sha256, byte[] bytes) throws IOException {
        int mark = bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF
                ? 3
                : 0;
        InputStreamReader reader = new InputStreamReader(
                new ByteArrayInputStream(bytes, mark, bytes.length - mark),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter(bytes))
                .setIgnoreEmptyLines(false)
                .get();
        try (CSVParser parser =
                CSVParser.builder().setReader(reader).setFormat(format).get()) {
            Iterator<CSVRecord> records = parser.iterator();
            if (!records.hasNext()) {
                throw new TableException(name + " is empty; the first line must name the columns");
            }
            List<String> columns =
                    records.next().toList().stream().map(String::trim).toList();
            Map<String, Integer> positions = positions(name, columns);
            return new CsvTable(name, sha256, columns, positions, rows(name, parser, records, columns.size()));
        }
    }

    private static List<Row> rows(String name, CSVParser parser, Iterator<CSVRecord> records, int columns)
            throws TableException {
        List<Row> rows = new ArrayList<>();
        RowProblems problems = new RowProblems();
        long line = parser.getCurrentLineNumber() + 1;
        while (records.hasNext()) {
            CSVRecord values = records.next();
            boolean empty = values.size() == 1 && values.get(0).isBlank();
            if (!empty && values.size() != columns) {
                problems.add(
                        name,
                        line,
                        values.size() + " values for " + columns + " columns; is a quote or comma missing?");
            } else if (!empty) {
                rows.add(new Row(line, values.values()));
            }
            if (rows.size() > MAX_ROWS) {
                throw new TableException(name + " has more than " + MAX_ROWS + " rows");
            }
            line = parser.getCurrentLineNumber() + 1;
        }
        if (problems.total() > 0) {
            throw new TableException(
                    name + ": " + problems.total() + " row(s) do not fit the header line", problems.shown());
        }
        return rows;
    }

    /** The most frequent of comma, semicolon and tab in the header line. */
    private static char delimiter(byte[] bytes) {
        int[] counts = new int[128];
        for (int i = 0; i < bytes.length && bytes[i] != '\n'; i++) {
            if (bytes[i] >= 0) {
                counts[bytes[i]]++;
            }
        }
        return counts[';'] > counts[','] ? ';' : counts['\t'] > counts[','] ? '\t' : ',';
    }

    private static Map<String, Integer> positions(String name, List<String> columns) throws TableException {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            if (!column.isEmpty() && positions.put(key(column), i) != null) {
                throw new TableException(name + ":1: column '" + column + "' is there twice");
            }
        }
        return positions;
    }

    private static String key(String column) {
        return column.toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The file's name without its folder. */
    public String name() {
        return name;
    }

    /** Of the bytes of the file, lower-case hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** As the header line has them. */
    public List<String> columns() {
        return columns;
    }

    public List<Row> rows() {
        return rows;
    }

    /** The same table with the rows that a condition holds for. */
    public CsvTable where(Predicate<Row> condition) {
        return new CsvTable(
                name,
                sha256,
                columns,
                positions,
                rows.stream().filter(condition).toList());
    }

    public boolean has(String column) {
        return positions.containsKey(key(column));
    }

    /** The first of these columns that the table has, as named here. */
    public Optional<String> firstOf(List<String> candidates) {
        return candidates.stream().filter(this::has).findFirst();
    }

    /** The value without blanks around it; empty if there is none. @throws IllegalArgumentException without such a column */
    public String value(Row row, String column) {
        Integer position = positions.get(key(column));
        if (position == null) {
            throw new IllegalArgumentException(name + " has no column '" + column + "'");
        }
        return row.values[position].trim();
    }

    /** @throws TableException naming all columns that are missing */
    public void require(List<String> needed) throws TableException {
        List<String> missing = needed.stream()
                .filter(column -> !has(column))
                .map(c -> "'" + c + "'")
                .toList();
        if (!missing.isEmpty()) {
            throw new TableException(name + ":1: no column " + String.join(", ", missing) + "; the header line has "
                    + String.join(", ", columns));
        }
    }
}
