package org.mammoclip.dicom.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.file.DicomFormatException;

/**
 * DICOM JSON (PS3.18 annex F): data sets as objects keyed by tag. Stateless, thread-safe.
 *
 * <p>Writing and reading are inverse for every data set whose values are in memory and not encapsulated; only the bit
 * pattern of a NaN is lost and group lengths are left out. Decimal and
 * integer strings are written as numbers where JSON can say them to the letter, else as strings; both are read. Binary
 * values are inline; a value in a file or in fragments can only be a link.
 */
public final class DicomJson {
    /** Deepest nesting of objects and arrays; a sequence takes three levels. */
    static final int MAX_DEPTH = 200;

    /** Longest document, in characters. */
    static final long MAX_DOCUMENT = 64L << 20;

    /** Longest string, in characters, which bounds inline binary values. */
    static final int MAX_STRING = 32 << 20;

    /** Elements and values of one document. */
    static final int MAX_ELEMENTS = 1_000_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxDocumentLength(MAX_DOCUMENT)
                    .maxStringLength(MAX_STRING)
                    .maxNumberLength(100)
                    .maxNameLength(1000)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION) // error texts must not quote the input
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private DicomJson() {}

    /**
     * One JSON object.
     *
     * @throws IllegalArgumentException if a value is in a file or in fragments
     */
    public static String write(DataSet dataSet) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(out, dataSet);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return text.toString();
    }

    /** One JSON object at the generator's place, as {@link #write(DataSet)}. */
    public static void write(JsonGenerator out, DataSet dataSet) throws IOException {
        write(out, dataSet, BulkDataLinks.NONE);
    }

    /** One JSON object at the generator's place, with links where {@code links} gives them. */
    public static void write(JsonGenerator out, DataSet dataSet, BulkDataLinks links) throws IOException {
        new JsonModelWriter(out, links).write(dataSet);
    }

    /** One object, or an array of objects. */
    public static List<DataSet> read(String json) throws DicomFormatException {
        try (JsonParser parser = JSON.createParser(json)) {
            return new JsonModelReader(parser).read();
        } catch (DicomFormatException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory does not fail", e);
        }
    }

    /** One object, or an array of objects, in UTF-8; the stream is not closed. */
    public static List<DataSet> read(InputStream json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            return new JsonModelReader(parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)).read();
        }
    }
}
