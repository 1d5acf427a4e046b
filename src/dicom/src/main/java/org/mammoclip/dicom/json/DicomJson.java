package org.mammoclip.dicom.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.file.DicomFormatException;

/** DICOM JSON (PS3.18 annex F): data sets as objects keyed by tag. Stateless, thread-safe. */
public final class DicomJson {
    private DicomJson() {}

    /** One JSON object. */
    public static String write(DataSet dataSet) {
        throw new UnsupportedOperationException();
    }

    /** One JSON object at the generator's place. */
    public static void write(JsonGenerator out, DataSet dataSet) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** One object, or an array of objects. */
    public static List<DataSet> read(String json) throws DicomFormatException {
        throw new UnsupportedOperationException();
    }

    /** One object, or an array of objects, UTF-8. */
    public static List<DataSet> read(InputStream json) throws IOException {
        throw new UnsupportedOperationException();
    }
}
