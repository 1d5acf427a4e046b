package org.mammoclip.mammoclip.checkpoint.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;

/**
 * The entries of a zip archive as PyTorch writes it (APPNOTE.TXT 4.3, 4.4, with zip64): all stored without compression, none
 * encrypted, in one file, without overlap. Names are keys and never paths.
 *
 * <p>Bounds: {@value #MAX_ENTRIES} entries, a central directory of {@value #MAX_DIRECTORY} bytes.
 */
final class ZipDirectory {
    static final int MAX_ENTRIES = 1 << 17;
    static final int MAX_DIRECTORY = 1 << 25;

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int END64_LENGTH = 56;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LOCATOR_LENGTH = 20;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_LENGTH = 46;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_LENGTH = 30;
    private static final int ZIP64_FIELD = 1;
    private static final long IN_ZIP64 = 0xFFFF_FFFFL;

    private final FileChannel channel;
    private final long size;
    private final Map<String, FileRange> entries = new LinkedHashMap<>();

    private ZipDirectory(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    /** Entries by name, each with the position of its content. */
    static Map<String, FileRange> read(FileChannel channel) throws IOException {
        ZipDirectory directory = new ZipDirectory(channel, channel.size());
        directory.read();
        return directory.entries;
    }

    private record Directory(long start, long length, long count) {}

    private record Entry(String name, long header, long length, int crc32) {}

    private void read() throws IOException {
        Directory directory = locate();
        if (directory.length() > MAX_DIRECTORY || directory.count() > MAX_ENTRIES) {
            throw new CheckpointFormatException("the zip directory has " + directory.count() + " entries in "
                    + directory.length() + " bytes; no model has more than " + MAX_ENTRIES);
        }
        if (directory.start() < 0
                || directory.length() < 0
                || directory.start() > size
                || directory.length() > size - directory.start()) {
            throw damaged("its directory lies outside the file");
        }
        ByteBuffer content = bytes(directory.start(), (int) directory.length());
        List<Entry> found = new ArrayList<>();
        while (content.hasRemaining()) {
            found.add(entry(content));
        }
        if (found.size() != directory.count()) {
            throw damaged("its directory has " + found.size() + " entries and claims " + directory.count());
        }
        found.sort(Comparator.comparingLong(Entry::header));
        long free = 0;
        for (Entry entry : found) {
            FileRange range = content(entry, free, directory.start());
            free = range.end();
            if (entries.put(entry.name(), range) != null) {
                throw damaged("two entries are named " + entry.name());
            }
        }
    }

    private Directory locate() throws IOException {
        int tail = (int) Math.min(size, END_LENGTH + MAX_COMMENT);
        ByteBuffer content = bytes(size - tail, tail);
        for (int at = tail - END_LENGTH; at >= 0; at--) {
            if (content.getInt(at) == END_SIGNATURE && (content.getShort(at + 20) & 0xFFFF) == tail - at - END_LENGTH) {
                return locate(content, at, size - tail + at);
            }
        }
        throw damaged("it has no end record");
    }

    private Directory locate(ByteBuffer content, int at, long position) throws IOException {
        if (content.getInt(at + 4) != 0) {
            throw damaged("it is one part of several");
        }
        if (position >= LOCATOR_LENGTH) {
            ByteBuffer locator = bytes(position - LOCATOR_LENGTH, LOCATOR_LENGTH);
            if (locator.getInt(0) == LOCATOR_SIGNATURE) {
                return locate64(locator.getLong(8));
            }
        }
        return new Directory(
                content.getInt(at + 16) & IN_ZIP64,
                content.getInt(at + 12) & IN_ZIP64,
                content.getShort(at + 10) & 0xFFFF);
    }

    private Directory locate64(long position) throws IOException {
        if (position < 0 || position > size - END64_LENGTH) {
            throw damaged("its zip64 end record lies outside the file");
        }
        ByteBuffer end = bytes(position, END64_LENGTH);
        if (end.getInt(0) != END64_SIGNATURE) {
            throw damaged("it has no zip64 end record where it should be");
        }
        return new Directory(end.getLong(48), end.getLong(40), end.getLong(32));
    }

    private Entry entry(ByteBuffer content) throws CheckpointFormatException {
        if (content.remaining() < ENTRY_LENGTH || content.getInt(content.position()) != ENTRY_SIGNATURE) {
            throw damaged("its directory is cut");
        }
        int at = content.position();
        int flags = content.getShort(at + 8);
        int method = content.getShort(at + 10) & 0xFFFF;
        int crc32 = content.getInt(at + 16);
        long stored = content.getInt(at + 20) & IN_ZIP64;
        long length = content.getInt(at + 24) & IN_ZIP64;
        int nameLength = content.getShort(at + 28) & 0xFFFF;
        int extraLength = content.getShort(at + 30) & 0xFFFF;
        int commentLength = content.getShort(at + 32) & 0xFFFF;
        long header = content.getInt(at + 42) & IN_ZIP64;
        content.position(at + ENTRY_LENGTH);
        if (content.remaining() < nameLength + extraLength + commentLength) {
            throw damaged("its directory is cut");
        }
        byte[] name = new byte[nameLength];
        content.get(name);
        String text = new String(name, StandardCharsets.UTF_8);
        ByteBuffer extra = content.slice(content.position(), extraLength).order(ByteOrder.LITTLE_ENDIAN);
        content.position(content.position() + extraLength + commentLength);
        if ((flags & 1) != 0 || method != 0) {
            throw new CheckpointFormatException("entry " + text + " of the zip archive is "
                    + ((flags & 1) != 0 ? "encrypted" : "compressed")
                    + "; torch.save stores entries as they are. If this is an archive of models, unpack it first");
        }
        ByteBuffer large = zip64Field(extra);
        length = length == IN_ZIP64 ? next(large) : length;
        stored = stored == IN_ZIP64 ? next(large) : stored;
        header = header == IN_ZIP64 ? next(large) : header;
        if (stored != length || length < 0) {
            throw damaged("entry " + text + " is stored and has two lengths");
        }
        return new Entry(text, header, length, crc32);
    }

    private static ByteBuffer zip64Field(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int tag = extra.getShort() & 0xFFFF;
            int length = Math.min(extra.getShort() & 0xFFFF, extra.remaining());
            if (tag == ZIP64_FIELD) {
                return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    private static long next(ByteBuffer large) throws CheckpointFormatException {
        if (large.remaining() < Long.BYTES) {
            throw damaged("a large entry has no zip64 field");
        }
        return large.getLong();
    }

    /** @param free first position that no earlier entry uses */
    private FileRange content(Entry entry, long free, long directory) throws IOException {
        if (entry.header() < free || entry.header() > directory - LOCAL_LENGTH) {
            throw damaged("entry " + entry.name() + " overlaps another or lies outside the file");
        }
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        ByteBuffer local = bytes(entry.header(), LOCAL_LENGTH + name.length);
        if (local.getInt(0) != LOCAL_SIGNATURE
                || local.getShort(8) != 0
                || (local.getShort(26) & 0xFFFF) != name.length
                || !local.slice(LOCAL_LENGTH, name.length).equals(ByteBuffer.wrap(name))) {
            throw damaged("entry " + entry.name() + " does not begin where the directory says");
        }
        long start = entry.header() + LOCAL_LENGTH + name.length + (local.getShort(28) & 0xFFFF);
        if (start > directory || entry.length() > directory - start) {
            throw damaged("entry " + entry.name() + " reaches beyond the file's content");
        }
        return new FileRange(entry.name(), start, entry.length(), entry.crc32());
    }

    private ByteBuffer bytes(long position, int length) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (content.hasRemaining()) {
            if (channel.read(content, position + content.position()) < 0) {
                throw damaged("it became shorter while it was read");
            }
        }
        return content.flip();
    }

    private static CheckpointFormatException damaged(String what) {
        return new CheckpointFormatException(
                "the zip archive is cut or damaged: " + what + ". Download it again and compare its size");
    }
}
