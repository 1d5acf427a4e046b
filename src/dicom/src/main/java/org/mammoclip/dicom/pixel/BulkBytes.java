package org.mammoclip.dicom.pixel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/** The bytes of values that may lie in memory or in a file. Lengths are checked before anything is allocated. */
final class BulkBytes {
    private static final int ITEM = 0xFFFEE000;
    private static final int SEQUENCE_DELIMITATION_ITEM = 0xFFFEE0DD;

    private BulkBytes() {}

    /**
     * A value that is not encapsulated, as little endian bytes.
     *
     * @param swapUnit bytes of one number, to turn a big endian file region around
     * @throws UndecodablePixelsException if it is no binary value, is longer than {@code maxBytes}, or cannot be read
     */
    static byte[] plain(DataElement element, long maxBytes, int swapUnit) throws UndecodablePixelsException {
        if (element.value() instanceof Value.Binary binary) {
            checkLength(binary.bytes().length, maxBytes);
            return binary.bytes();
        }
        if (element.value() instanceof Value.FileRegion region && !region.encapsulated()) {
            checkLength(region.length(), maxBytes);
            byte[] bytes = readRegion(region.file(), region.offset(), (int) region.length());
            if (region.bigEndian()) {
                reverseUnits(bytes, swapUnit);
            }
            return bytes;
        }
        throw new UndecodablePixelsException(
                Reason.NO_PIXEL_DATA,
                "a native value was expected, not " + element.value().getClass().getSimpleName());
    }

    /**
     * All fragments of encapsulated pixel data joined (PS3.5 A.4). With a single frame every fragment belongs to it, so
     * the Basic Offset Table says nothing and is not looked at; wrong tables are common and harmless.
     */
    static byte[] joinedFragments(DataElement element, long maxBytes) throws UndecodablePixelsException {
        if (element.value() instanceof Value.Fragments fragments) {
            long total = 0;
            for (Value.Binary fragment : fragments.fragments()) {
                total += fragment.bytes().length;
            }
            checkLength(total, maxBytes);
            ByteArrayOutputStream joined = new ByteArrayOutputStream((int) total);
            for (Value.Binary fragment : fragments.fragments()) {
                joined.writeBytes(fragment.bytes());
            }
            return joined.toByteArray();
        }
        if (element.value() instanceof Value.FileRegion region && region.encapsulated()) {
            // Item headers are 8 bytes for each fragment; the allowance keeps the bound on what is allocated.
            checkLength(region.length(), maxBytes + maxBytes / 8 + 65536);
            return joinItems(readRegion(region.file(), region.offset(), (int) region.length()));
        }
        throw new UndecodablePixelsException(
                Reason.NO_PIXEL_DATA,
                "encapsulated fragments were expected, not "
                        + element.value().getClass().getSimpleName());
    }

    /** Moves the fragments of a region of items to its front and returns them without item headers. */
    private static byte[] joinItems(byte[] region) throws UndecodablePixelsException {
        int at = 0;
        int end = 0;
        boolean offsetTable = true;
        while (at < region.length) {
            if (region.length - at < 8) {
                throw new UndecodablePixelsException(Reason.LENGTH_MISMATCH, "pixel data ends inside an item header");
            }
            int tag = (u16(region, at) << 16) | u16(region, at + 2);
            long length = u16(region, at + 4) | (long) u16(region, at + 6) << 16;
            at += 8;
            if (tag == SEQUENCE_DELIMITATION_ITEM) {
                break;
            }
            if (tag != ITEM || length > region.length - at) {
                throw new UndecodablePixelsException(Reason.LENGTH_MISMATCH, "broken pixel data item");
            }
            if (!offsetTable) {
                System.arraycopy(region, at, region, end, (int) length);
                end += (int) length;
            }
            offsetTable = false;
            at += (int) length;
        }
        return Arrays.copyOf(region, end);
    }

    private static void checkLength(long length, long maxBytes) throws UndecodablePixelsException {
        if (length < 0 || length > Math.min(maxBytes, Integer.MAX_VALUE - 16)) {
            throw new UndecodablePixelsException(
                    Reason.TOO_LARGE, length + " bytes where at most " + maxBytes + " make sense");
        }
    }

    private static byte[] readRegion(Path path, long offset, int length) throws UndecodablePixelsException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (offset < 0 || offset + length > file.length()) {
                throw new UndecodablePixelsException(Reason.LENGTH_MISMATCH, "the file ends inside the value");
            }
            byte[] bytes = new byte[length];
            file.seek(offset);
            file.readFully(bytes);
            return bytes;
        } catch (UndecodablePixelsException e) {
            throw e;
        } catch (IOException e) {
            throw new UndecodablePixelsException(Reason.SOURCE_UNREADABLE, "the file of the value cannot be read", e);
        }
    }

    private static void reverseUnits(byte[] bytes, int unit) {
        for (int start = 0; start + unit <= bytes.length; start += unit) {
            for (int i = 0, j = unit - 1; i < j; i++, j--) {
                byte swap = bytes[start + i];
                bytes[start + i] = bytes[start + j];
                bytes[start + j] = swap;
            }
        }
    }

    private static int u16(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }
}
