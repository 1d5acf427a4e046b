package org.mammoclip.dicom.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;
import org.mammoclip.dicom.Value;

/**
 * A small output buffer that can also take bytes from a file: by the operating system where the target is a file, by a
 * copy of 64 KiB at a time elsewhere. Single-threaded.
 */
final class RegionOutput extends OutputStream {
    private static final int COPY_BYTES = 64 << 10;

    private final OutputStream out;
    private final WritableByteChannel channel;
    private final byte[] buffer = new byte[8192];
    private int buffered;

    private RegionOutput(OutputStream out, WritableByteChannel channel) {
        this.out = out;
        this.channel = channel;
    }

    static RegionOutput of(OutputStream out) {
        return out instanceof RegionOutput already ? already : new RegionOutput(out, Channels.newChannel(out));
    }

    static RegionOutput of(FileChannel target) {
        return new RegionOutput(Channels.newOutputStream(target), target);
    }

    @Override
    public void write(int b) throws IOException {
        if (buffered == buffer.length) {
            flushBuffer();
        }
        buffer[buffered++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.length - buffered) {
            flushBuffer();
        }
        if (length > buffer.length) {
            out.write(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, buffer, buffered, length);
            buffered += length;
        }
    }

    /** A 16-bit number. */
    void writeShort(int value, boolean bigEndian) throws IOException {
        write(bigEndian ? value >>> 8 : value);
        write(bigEndian ? value : value >>> 8);
    }

    /** A 32-bit number. */
    void writeInt(int value, boolean bigEndian) throws IOException {
        writeShort(bigEndian ? value >>> 16 : value, bigEndian);
        writeShort(bigEndian ? value : value >>> 16, bigEndian);
    }

    /** The bytes of a region, groups of {@code swapUnit} bytes reversed; 1 leaves them as they are. */
    void writeRegion(Value.FileRegion region, int swapUnit) throws IOException {
        flushBuffer();
        try (FileChannel source = FileChannel.open(region.file(), StandardOpenOption.READ)) {
            if (swapUnit == 1) {
                transfer(source, region);
            } else {
                swap(source, region, swapUnit);
            }
        }
    }

    private void transfer(FileChannel source, Value.FileRegion region) throws IOException {
        long done = 0;
        while (done < region.length()) {
            long moved = source.transferTo(region.offset() + done, region.length() - done, channel);
            if (moved <= 0) {
                throw new EOFException("the file of a region has become shorter");
            }
            done += moved;
        }
    }

    private void swap(FileChannel source, Value.FileRegion region, int swapUnit) throws IOException {
        byte[] chunk = new byte[COPY_BYTES];
        long done = 0;
        while (done < region.length()) {
            int length = (int) Math.min(chunk.length, region.length() - done);
            ByteBuffer target = ByteBuffer.wrap(chunk, 0, length);
            while (target.hasRemaining()) {
                if (source.read(target, region.offset() + done + target.position()) < 0) {
                    throw new EOFException("the file of a region has become shorter");
                }
            }
            ByteOrders.swap(chunk, length, swapUnit);
            out.write(chunk, 0, length);
            done += length;
        }
    }

    void flushBuffer() throws IOException {
        out.write(buffer, 0, buffered);
        buffered = 0;
    }

    @Override
    public void flush() throws IOException {
        flushBuffer();
        out.flush();
    }
}
