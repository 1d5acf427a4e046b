package org.mammoclip.dicom.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;

/**
 * The recursive descent over PS3.5 chapter 7: elements, items, fragments. Single-threaded.
 *
 * <p>Bulk values above {@link #REGION_BYTES} and all encapsulated values are left where they are when the bytes come
 * straight from a file. What a parent of defined length claims is the end of its children; a child that claims more is
 * refused.
 */
final class DataSetParser {
    /** Bulk values above this many bytes stay in their file. */
    static final int REGION_BYTES = 64 << 10;

    /** No stop tag. */
    static final int NO_STOP = 0xFFFFFFFF;

    private static final long NO_END = Long.MAX_VALUE;
    private static final int VALUE_BYTES = 40;

    private final ByteSource in;
    private final Budget budget;
    private final @Nullable Path regionFile;
    private final long start;

    /** @param regionFile the file whose bytes {@code in} delivers from its first byte on, or null for any other source */
    DataSetParser(ByteSource in, Budget budget, @Nullable Path regionFile) {
        this.in = in;
        this.budget = budget;
        this.regionFile = regionFile;
        this.start = in.position();
    }

    /** Reads to the end of the source, or up to the first element not below {@code stopTag}. */
    DataSet readDataSet(Coding coding, SpecificCharacterSet undeclared, int stopTag) throws IOException {
        Scope scope = new Scope(coding, undeclared, false);
        long end = in.length() == ByteSource.UNKNOWN_LENGTH ? NO_END : in.length();
        elements(scope, end, false, 0, stopTag);
        return scope.elements.build();
    }

    /** Reads elements of group 0002 (PS3.10 7.1), to the end that the group length or the next group shows. */
    DataSet readFileMeta() throws IOException {
        Scope scope = new Scope(Coding.EXPLICIT_LITTLE_ENDIAN, SpecificCharacterSet.UNDECLARED, false);
        long claimedEnd = NO_END;
        boolean deflated = false;
        while (in.has(8) && in.peekShort(0, false) == 2) {
            if (deflated && in.position() >= claimedEnd) {
                break; // what follows is compressed and may look like anything
            }
            int tag = element(scope, NO_END, 0);
            if (tag == Tag.FileMetaInformationGroupLength) {
                if (claimedEnd != NO_END) {
                    throw new DicomFormatException("element occurs twice", in.position(), tag);
                }
                double[] length = scope.elements.build().decimals(tag);
                claimedEnd = length.length == 1 ? in.position() + (long) length[0] : NO_END;
                scope.elements.remove(tag);
            } else if (tag == Tag.TransferSyntaxUID) {
                deflated = scope.elements
                        .build()
                        .uid(tag)
                        .filter(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN.uid()::equals)
                        .isPresent();
            }
        }
        return scope.elements.build();
    }

    /** A data set being read, with what governs its values. */
    private static final class Scope {
        final Coding coding;
        final DataSet.Builder elements = DataSet.builder();
        SpecificCharacterSet characterSet;
        boolean signedPixels;

        Scope(Coding coding, SpecificCharacterSet characterSet, boolean signedPixels) {
            this.coding = coding;
            this.characterSet = characterSet;
            this.signedPixels = signedPixels;
        }

        /** The scope of an item: it inherits the character set unless it declares its own. */
        Scope item(Coding itemCoding) {
            return new Scope(itemCoding, characterSet, signedPixels);
        }
    }

    private void elements(Scope scope, long end, boolean delimited, int depth, int stopTag) throws IOException {
        while (in.position() < end) {
            boolean complete = in.has(8);
            if (!complete && !in.has(1) && end == NO_END && !delimited) {
                return;
            }
            if (!complete || end - in.position() < 8) {
                throw new DicomFormatException("truncated element", in.position());
            }
            int tag = peekTag(scope.coding);
            if (stopTag != NO_STOP && Integer.compareUnsigned(tag, stopTag) >= 0) {
                return;
            }
            if (tag == Tag.ItemDelimitationItem && delimited) {
                delimiter(scope.coding);
                return;
            }
            if (Tag.group(tag) == 0xFFFE) {
                throw new DicomFormatException("delimiter out of place", in.position(), tag);
            }
            element(scope, end, depth);
        }
        if (delimited) {
            throw new DicomFormatException("item without delimiter", in.position());
        }
    }

    private int peekTag(Coding coding) {
        return in.peekShort(0, coding.isBigEndian()) << 16 | in.peekShort(2, coding.isBigEndian());
    }

    private void delimiter(Coding coding) throws DicomFormatException {
        if (in.peekInt(4, coding.isBigEndian()) != 0) {
            throw new DicomFormatException("delimiter with a length", in.position());
        }
        in.advance(8);
    }

    /** Reads one element into the scope; at least 8 bytes are buffered. */
    private int element(Scope scope, long end, int depth) throws IOException {
        long position = in.position();
        ElementHeader header = ElementHeader.read(in, scope.coding, scope.signedPixels);
        int tag = header.tag();
        budget.countElement(position, tag);
        if (!header.isUndefinedLength() && header.length() > end - in.position()) {
            throw new DicomFormatException("value longer than what holds it", position, tag);
        }
        budget.checkDataSetLength(
                in.position() - start + (header.isUndefinedLength() ? 0 : header.length()), position, tag);
        boolean groupLength = Tag.element(tag) == 0 && Tag.group(tag) != 0 && Tag.group(tag) != 2;
        if (groupLength && !header.isUndefinedLength()) {
            in.skip(header.length(), tag); // group lengths are retired (PS3.5 7.2) and not to be trusted
            return tag;
        }
        DataElement element = value(header, scope, end, depth);
        if (scope.elements.contains(tag)) {
            throw new DicomFormatException("element occurs twice", position, tag);
        }
        scope.elements.add(element);
        if (tag == Tag.SpecificCharacterSet && element.value() instanceof Value.Text terms) {
            scope.characterSet = SpecificCharacterSet.of(terms.values(), scope.characterSet);
        } else if (tag == Tag.PixelRepresentation && element.value() instanceof Value.Binary pixels) {
            scope.signedPixels = pixels.bytes().length > 0 && pixels.bytes()[0] == 1;
        }
        return tag;
    }

    private DataElement value(ElementHeader header, Scope scope, long end, int depth) throws IOException {
        int tag = header.tag();
        Vr vr = header.vr();
        if (vr == Vr.SQ) {
            return new DataElement(tag, Vr.SQ, new Value.Items(items(header, scope, scope.coding, end, depth + 1)));
        }
        if (header.isUndefinedLength()) {
            return undefinedLength(header, scope, end, depth);
        }
        budget.checkElementLength(header.length(), in.position(), tag);
        if (vr == Vr.UN && !Tag.isPrivate(tag) && header.length() <= REGION_BYTES) {
            return unknown(header, scope, depth);
        }
        if (vr.isBinary() && regionFile != null && header.length() > REGION_BYTES) {
            Value.FileRegion region = new Value.FileRegion(
                    regionFile, in.position(), header.length(), false, scope.coding.isBigEndian() && vr != Vr.UN);
            in.skip(header.length(), tag);
            return new DataElement(tag, vr, region);
        }
        byte[] bytes = bytes(header.length(), tag);
        return vr.isText() ? text(tag, vr, bytes, scope) : binary(tag, vr, bytes, scope.coding);
    }

    private byte[] bytes(long length, int tag) throws IOException {
        budget.hold(length, in.position(), tag);
        if (length > Integer.MAX_VALUE - 64) {
            throw new DicomFormatException("value too long for memory", in.position(), tag);
        }
        return in.read((int) length, tag);
    }

    private DataElement text(int tag, Vr vr, byte[] bytes, Scope scope) throws DicomFormatException {
        long values = 1;
        for (byte b : bytes) {
            values += b == '\\' ? 1 : 0;
        }
        budget.hold(3L * bytes.length + values * VALUE_BYTES, in.position(), tag); // decoded and split
        return new DataElement(tag, vr, new Value.Text(scope.characterSet.values(bytes, vr)));
    }

    private static DataElement binary(int tag, Vr vr, byte[] bytes, Coding coding) {
        if (coding.isBigEndian()) {
            ByteOrders.swap(bytes, bytes.length, vr.swapUnit());
        }
        return new DataElement(tag, vr, new Value.Binary(bytes));
    }

    /**
     * A public element that someone wrote as UN, with the value still in Implicit VR Little Endian (PS3.5 6.2.2): read
     * by the dictionary, and left alone where that does not work out.
     */
    private DataElement unknown(ElementHeader header, Scope scope, int depth) throws IOException {
        int tag = header.tag();
        byte[] bytes = bytes(header.length(), tag);
        Vr vr = ElementHeader.implicitVr(tag, scope.signedPixels);
        if (vr == Vr.SQ) {
            ByteSource source = new ByteSource(new ByteArrayInputStream(bytes), bytes.length);
            ElementHeader sequence = new ElementHeader(tag, Vr.SQ, bytes.length);
            try {
                return new DataElement(
                        tag,
                        Vr.SQ,
                        new Value.Items(new DataSetParser(source, budget, null)
                                .items(sequence, scope, Coding.IMPLICIT_LITTLE_ENDIAN, bytes.length, depth + 1)));
            } catch (DicomFormatException e) {
                return new DataElement(tag, Vr.UN, new Value.Binary(bytes));
            }
        }
        if (vr.isText()) {
            return text(tag, vr, bytes, scope);
        }
        boolean whole = bytes.length % vr.valueSize() == 0;
        return new DataElement(tag, whole ? vr : Vr.UN, new Value.Binary(bytes));
    }

    private DataElement undefinedLength(ElementHeader header, Scope scope, long end, int depth) throws IOException {
        int tag = header.tag();
        if (header.vr() == Vr.OB || header.vr() == Vr.OW) {
            return new DataElement(tag, header.vr(), fragments(scope.coding, end, tag));
        }
        if (header.vr() == Vr.UN) {
            // PS3.5 6.2.2: a sequence of unknown representation is in Implicit VR Little Endian
            return new DataElement(
                    tag, Vr.SQ, new Value.Items(items(header, scope, Coding.IMPLICIT_LITTLE_ENDIAN, end, depth + 1)));
        }
        throw new DicomFormatException("undefined length of a " + header.vr() + " value", in.position(), tag);
    }

    /** The items of a sequence, to its end or its delimiter. */
    private List<DataSet> items(ElementHeader sequence, Scope parent, Coding coding, long end, int depth)
            throws IOException {
        int tag = sequence.tag();
        budget.checkDepth(depth, in.position(), tag);
        boolean delimited = sequence.isUndefinedLength();
        long sequenceEnd = delimited ? end : in.position() + sequence.length();
        List<DataSet> items = new ArrayList<>();
        while (delimited || in.position() < sequenceEnd) {
            long position = in.position();
            if (sequenceEnd - position < 8 || !in.has(8)) {
                throw new DicomFormatException("truncated sequence", position, tag);
            }
            int itemTag = peekTag(coding);
            if (itemTag == Tag.SequenceDelimitationItem && delimited) {
                delimiter(coding);
                break;
            }
            if (itemTag != Tag.Item) {
                throw new DicomFormatException("something else than an item", position, tag);
            }
            long length = in.peekInt(4, coding.isBigEndian()) & 0xFFFFFFFFL;
            in.advance(8);
            budget.countElement(position, tag);
            boolean undefined = length == ElementHeader.UNDEFINED_LENGTH;
            if (!undefined && length > sequenceEnd - in.position()) {
                throw new DicomFormatException("item longer than its sequence", position, tag);
            }
            Scope item = parent.item(coding);
            elements(item, undefined ? sequenceEnd : in.position() + length, undefined, depth, NO_STOP);
            items.add(item.elements.build());
        }
        return items;
    }

    /** The fragments of an encapsulated value (PS3.5 A.4), or where they lie. */
    private Value fragments(Coding coding, long end, int tag) throws IOException {
        long first = in.position();
        List<Value.Binary> fragments = new ArrayList<>();
        while (true) {
            long position = in.position();
            if (end - position < 8 || !in.has(8)) {
                throw new DicomFormatException("truncated fragments", position, tag);
            }
            int itemTag = peekTag(coding);
            if (itemTag == Tag.SequenceDelimitationItem) {
                delimiter(coding);
                break;
            }
            long length = in.peekInt(4, coding.isBigEndian()) & 0xFFFFFFFFL;
            in.advance(8);
            if (itemTag != Tag.Item || length > end - in.position()) {
                throw new DicomFormatException("something else than a fragment", position, tag);
            }
            budget.countElement(position, tag);
            budget.checkElementLength(in.position() - first + length, position, tag);
            budget.checkDataSetLength(in.position() - start + length, position, tag);
            if (regionFile == null) {
                fragments.add(new Value.Binary(bytes(length, tag)));
            } else {
                in.skip(length, tag);
            }
        }
        if (regionFile != null) {
            return new Value.FileRegion(regionFile, first, in.position() - first, true, coding.isBigEndian());
        }
        return fragments.isEmpty()
                ? new Value.Fragments(new Value.Binary(new byte[0]), List.of())
                : new Value.Fragments(fragments.get(0), fragments.subList(1, fragments.size()));
    }
}
