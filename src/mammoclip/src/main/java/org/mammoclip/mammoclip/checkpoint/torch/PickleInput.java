package org.mammoclip.mammoclip.checkpoint.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;

/** A stretch of a file, read forwards in little-endian order; asking for more than is left is an error before memory is taken. */
final class PickleInput {
    private static final int BUFFER = 1 << 16;
    private static final int MAX_LINE = 1 << 10;

    private final FileChannel channel;
    private final String name;
    private final long start;
    private final long end;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long next;

    /**
     * @param name for messages
     * @param end first position not to be read
     */
    PickleInput(FileChannel channel, String name, long start, long end) {
        this.channel = channel;
        this.name = name;
        this.start = start;
        this.end = end;
        this.next = start;
    }

    /** Position in the file of the next byte. */
    long position() {
        return next - buffer.remaining();
    }

    /** A complaint about what stands here. */
    CheckpointFormatException bad(String what) {
        return new CheckpointFormatException(name + ", byte " + (position() - start) + ": " + what);
    }

    CheckpointFormatException bad(String what, Throwable cause) {
        return new CheckpointFormatException(name + ", byte " + (position() - start) + ": " + what, cause);
    }

    private void require(long count) throws IOException {
        if (count < 0 || count > end - position()) {
            throw bad("ends in the middle of a value (" + count + " bytes wanted, " + (end - position())
                    + " left); the file is cut or damaged, download it again");
        }
    }

    private void fill(int count) throws IOException {
        if (buffer.remaining() >= count) {
            return;
        }
        require(count);
        buffer.compact();
        buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + end - next));
        while (buffer.position() < count) {
            int read = channel.read(buffer, next);
            if (read < 0) {
                throw bad("the file became shorter while it was read");
            }
            next += read;
        }
        buffer.flip();
    }

    int u8() throws IOException {
        fill(1);
        return buffer.get() & 0xFF;
    }

    int u16() throws IOException {
        fill(2);
        return buffer.getShort() & 0xFFFF;
    }

    int i32() throws IOException {
        fill(4);
        return buffer.getInt();
    }

    long u32() throws IOException {
        return i32() & 0xFFFF_FFFFL;
    }

    long i64() throws IOException {
        fill(8);
        return buffer.getLong();
    }

    double bigEndianDouble() throws IOException {
        fill(8);
        return Double.longBitsToDouble(Long.reverseBytes(buffer.getLong()));
    }

    byte[] bytes(long count) throws IOException {
        require(count);
        byte[] content = new byte[(int) count];
        int at = Math.min(buffer.remaining(), content.length);
        buffer.get(content, 0, at);
        ByteBuffer rest = ByteBuffer.wrap(content).position(at);
        while (rest.hasRemaining()) {
            int read = channel.read(rest, next);
            if (read < 0) {
                throw bad("the file became shorter while it was read");
            }
            next += read;
        }
        return content;
    }

    String text(long count) throws IOException {
        byte[] content = bytes(count);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("text is not UTF-8", e);
        }
    }

    /** Up to the next line feed, which is taken and not returned. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = u8(); c != '\n'; c = u8()) {
            if (line.length() == MAX_LINE) {
                throw bad("a name of more than " + MAX_LINE + " characters");
            }
            line.append((char) c);
        }
        return line.toString();
    }
}
