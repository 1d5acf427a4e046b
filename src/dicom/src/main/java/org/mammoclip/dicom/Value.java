package org.mammoclip.dicom;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The value field of a data element as it is held in memory. Immutable. */
public sealed interface Value {

    /**
     * Character values, decoded to Unicode, padding removed. Empty list: zero-length element, which one empty string
     * becomes; among several values an empty string is an empty member.
     */
    record Text(List<String> values) implements Value {
        public Text {
            values = values.size() == 1 && values.get(0).isEmpty() ? List.of() : List.copyOf(values);
        }
    }

    /** Binary values, little endian whatever the file's byte order was. The array is shared: do not change it. */
    record Binary(byte[] bytes) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Binary that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Binary[" + bytes.length + " bytes]";
        }
    }

    /** Sequence items in order (PS3.5 7.5). */
    record Items(List<DataSet> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }
    }

    /**
     * Encapsulated pixel data (PS3.5 A.4): the fragments after the Basic Offset Table, in order.
     *
     * @param offsetTable the Basic Offset Table item, possibly empty
     */
    record Fragments(Binary offsetTable, List<Binary> fragments) implements Value {
        public Fragments {
            fragments = List.copyOf(fragments);
        }
    }

    /**
     * A value left where it lies in a file.
     *
     * @param file the file
     * @param offset first byte of the value field
     * @param length bytes of the value field; for encapsulated pixel data it reaches up to and includes the sequence
     *     delimitation item
     * @param encapsulated whether the region holds pixel data fragments (PS3.5 A.4)
     * @param bigEndian byte order of the region's binary values
     */
    record FileRegion(Path file, long offset, long length, boolean encapsulated, boolean bigEndian) implements Value {}

    /**
     * A value that a DICOMweb server keeps (PS3.18 F.2.2). Only the JSON model has it; no encoded data set can hold it.
     *
     * @param uri as the server wrote it, possibly relative; untrusted, so never followed without a check
     */
    record BulkDataUri(String uri) implements Value {}
}
