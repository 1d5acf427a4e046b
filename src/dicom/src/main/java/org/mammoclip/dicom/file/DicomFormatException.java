package org.mammoclip.dicom.file;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.mammoclip.dicom.Tag;

/**
 * Bytes that are no DICOM within the reader's bounds. The message tells what is wrong, at which byte and in which
 * element; it never repeats a value, because values may be patient data.
 */
public final class DicomFormatException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final long NOWHERE = -1;

    private final long offset;
    private final boolean inElement;
    private final int tag;

    private DicomFormatException(String what, long offset, boolean inElement, int tag) {
        super(what + (inElement ? " in " + Tag.format(tag) : "") + (offset == NOWHERE ? "" : " at byte " + offset));
        this.offset = offset;
        this.inElement = inElement;
        this.tag = tag;
    }

    /** @param what what is wrong, without any value */
    public DicomFormatException(String what) {
        this(what, NOWHERE, false, 0);
    }

    /** @param offset bytes from the start of the stream, or of the data set after inflating */
    public DicomFormatException(String what, long offset) {
        this(what, offset, false, 0);
    }

    public DicomFormatException(String what, long offset, int tag) {
        this(what, offset, true, tag);
    }

    /** Where, in bytes from the start of the stream or of the inflated data set. */
    public OptionalLong offset() {
        return offset == NOWHERE ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** The element whose encoding is wrong, where it is known. */
    public OptionalInt tag() {
        return inElement ? OptionalInt.of(tag) : OptionalInt.empty();
    }

    /** The element as {@code (gggg,eeee)}, for a reason field. */
    public Optional<String> tagText() {
        return inElement ? Optional.of(Tag.format(tag)) : Optional.empty();
    }
}
