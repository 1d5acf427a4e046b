package org.mammoclip.mammoclip.checkpoint.torch;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes zip archives in the layout of {@code torch.save}: stored entries, contents at multiples of 64, sizes in data descriptors, a
 * zip64 end record. Large entries are written in pieces.
 */
public final class TorchZipWriter implements AutoCloseable {
    private static final int ALIGNMENT = 64;
    private static final int UTF8_AND_DESCRIPTOR = 0x0808;

    private record Entry(byte[] name, int crc, long length, long header) {}

    private final FileChannel channel;
    private final OutputStream out;
    private final String root;
    private final List<Entry> entries = new ArrayList<>();
    private long position;
    private CRC32 crc = new CRC32();
    private long start;
    private long header;
    private byte[] name = new byte[0];

    public TorchZipWriter(Path file, String root) throws IOException {
        this.channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 20);
        this.root = root;
    }

    public void entry(String path, byte[] content) throws IOException {
        begin(path);
        append(content, content.length);
        end();
    }

    /** An entry of zeros that takes no room on disk; its checksum is wrong. */
    public void hole(String path, long length) throws IOException {
        begin(path);
        out.flush();
        position += length;
        channel.position(position);
        end();
    }

    public void begin(String path) throws IOException {
        name = (root + "/" + path).getBytes(StandardCharsets.UTF_8);
        header = position;
        int padding = (int) ((ALIGNMENT - (position + 30 + name.length + 4) % ALIGNMENT) % ALIGNMENT);
        ByteBuffer local = buffer(30 + name.length + 4 + padding);
        local.putInt(0x04034b50).putShort((short) 0).putShort((short) UTF8_AND_DESCRIPTOR);
        local.position(26)
                .putShort((short) name.length)
                .putShort((short) (4 + padding))
                .put(name);
        local.put((byte) 'F').put((byte) 'B').putShort((short) padding);
        write(local);
        start = position;
        crc = new CRC32();
    }

    public void append(byte[] content, int length) throws IOException {
        crc.update(content, 0, length);
        out.write(content, 0, length);
        position += length;
    }

    public void end() throws IOException {
        long length = position - start;
        entries.add(new Entry(name, (int) crc.getValue(), length, header));
        boolean large = length > 0xFFFF_FFFFL;
        ByteBuffer descriptor = buffer(large ? 24 : 16).putInt(0x08074b50).putInt((int) crc.getValue());
        write(
                large
                        ? descriptor.putLong(length).putLong(length)
                        : descriptor.putInt((int) length).putInt((int) length));
    }

    @Override
    public void close() throws IOException {
        long directory = position;
        for (Entry entry : entries) {
            boolean large = entry.length() >= 0xFFFF_FFFFL || entry.header() >= 0xFFFF_FFFFL;
            ByteBuffer record = buffer(46 + entry.name().length + (large ? 28 : 0));
            record.putInt(0x02014b50)
                    .putInt(0)
                    .putShort((short) UTF8_AND_DESCRIPTOR)
                    .position(16);
            record.putInt(entry.crc());
            record.putInt(large ? -1 : (int) entry.length()).putInt(large ? -1 : (int) entry.length());
            record.putShort((short) entry.name().length).putShort((short) (large ? 28 : 0));
            record.position(42).putInt(large ? -1 : (int) entry.header()).put(entry.name());
            if (large) {
                record.putShort((short) 1).putShort((short) 24);
                record.putLong(entry.length()).putLong(entry.length()).putLong(entry.header());
            }
            write(record);
        }
        long end = position;
        ByteBuffer tail = buffer(56 + 20 + 22);
        tail.putInt(0x06064b50)
                .putLong(44)
                .putShort((short) 0x31e)
                .putShort((short) 45)
                .putLong(0);
        tail.putLong(entries.size())
                .putLong(entries.size())
                .putLong(end - directory)
                .putLong(directory);
        tail.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        tail.putInt(0x06054b50)
                .putInt(0)
                .putShort((short) -1)
                .putShort((short) -1)
                .putInt(-1)
                .putInt(-1);
        write(tail);
        out.close();
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(ByteBuffer buffer) throws IOException {
        out.write(buffer.array());
        position += buffer.capacity();
    }
}
