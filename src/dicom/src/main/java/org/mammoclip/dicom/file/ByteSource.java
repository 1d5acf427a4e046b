package org.mammoclip.dicom.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;

/** A buffered reader that knows its place. Single-threaded. */
final class ByteSource {
    static final long UNKNOWN_LENGTH = Long.MAX_VALUE;
    private static final int DIRECT_BYTES = 1 << 20;

    private final InputStream in;
    private final long length;
    private final byte[] buffer = new byte[8192];
    private long bufferPosition;
    private int next;
    private int limit;

    /** @param length bytes in the stream, or {@link #UNKNOWN_LENGTH} */
    ByteSource(InputStream in, long length) {
        this.in = in;
        this.length = length;
    }

    /** Bytes read so far. */
    long position() {
        return bufferPosition + next;
    }

    /** Bytes in the stream, or {@link #UNKNOWN_LENGTH}. */
    long length() {
        return length;
    }

    /** Buffers at least {@code bytes} bytes, at most 1024; false if the stream ends before. */
    boolean has(int bytes) throws IOException {
        if (limit - next >= bytes) {
            return true;
        }
        System.arraycopy(buffer, next, buffer, 0, limit - next);
        bufferPosition += next;
        limit -= next;
        next = 0;
        try {
            while (limit < bytes) {
                int read = in.read(buffer, limit, buffer.length - limit);
                if (read < 0) {
                    return false;
                }
                limit += read;
            }
        } catch (ZipException | EOFException e) {
            throw damaged(e);
        }
        return true;
    }

    /** A byte ahead, after {@link #has} has confirmed it. */
    int peek(int ahead) {
        return buffer[next + ahead] & 0xFF;
    }

    /** A 16-bit number ahead, after {@link #has} has confirmed it. */
    int peekShort(int ahead, boolean bigEndian) {
        int first = peek(ahead);
        int second = peek(ahead + 1);
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    /** A 32-bit number ahead, after {@link #has} has confirmed it. */
    int peekInt(int ahead, boolean bigEndian) {
        int first = peekShort(ahead, bigEndian);
        int second = peekShort(ahead + 2, bigEndian);
        return bigEndian ? first << 16 | second : second << 16 | first;
    }

    /** Passes buffered bytes, after {@link #has} has confirmed them. */
    void advance(int bytes) {
        next += bytes;
    }

    /** Reads bytes; memory grows with what arrives, whatever the length claims. */
    byte[] read(int bytes, int tag) throws IOException {
        int buffered = Math.min(bytes, limit - next);
        if (buffered == bytes) {
            byte[] result = Arrays.copyOfRange(buffer, next, next + bytes);
            next += bytes;
            return result;
        }
        boolean present = length != UNKNOWN_LENGTH && length - position() >= bytes;
        byte[] result = new byte[present ? bytes : Math.max(buffered, Math.min(bytes, DIRECT_BYTES))];
        System.arraycopy(buffer, next, result, 0, buffered);
        int filled = buffered;
        try {
            while (filled < bytes) {
                if (filled == result.length) {
                    result = Arrays.copyOf(result, (int) Math.min(bytes, 2L * filled));
                }
                int read = in.readNBytes(result, filled, result.length - filled);
                filled += read;
                if (filled < result.length) {
                    break;
                }
            }
        } catch (ZipException | EOFException e) {
            throw damaged(e);
        }
        bufferPosition += next + filled;
        next = 0;
        limit = 0;
        if (filled < bytes) {
            throw new DicomFormatException("truncated value", position(), tag);
        }
        return result;
    }

    /** Passes bytes without keeping them. */
    void skip(long bytes, int tag) throws IOException {
        int buffered = (int) Math.min(bytes, limit - next);
        next += buffered;
        long rest = bytes - buffered;
        if (rest == 0) {
            return;
        }
        if (length != UNKNOWN_LENGTH && length - position() < rest) {
            throw new DicomFormatException("truncated value", position(), tag);
        }
        try {
            in.skipNBytes(rest);
        } catch (ZipException e) {
            throw damaged(e);
        } catch (EOFException e) {
            throw new DicomFormatException("truncated value", position(), tag);
        }
        bufferPosition += next + rest;
        next = 0;
        limit = 0;
    }

    private DicomFormatException damaged(IOException cause) {
        DicomFormatException exception = new DicomFormatException("damaged deflated data set", position());
        exception.initCause(cause);
        return exception;
    }

    /** The bytes from here on, as a stream that takes this source's place. */
    InputStream rest() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                if (next < limit) {
                    return buffer[next++] & 0xFF;
                }
                return in.read();
            }

            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                if (next < limit && count > 0) {
                    int copied = Math.min(count, limit - next);
                    System.arraycopy(buffer, next, target, offset, copied);
                    next += copied;
                    return copied;
                }
                return in.read(target, offset, count);
            }
        };
    }
}
