package org.mammoclip.mammoclip.checkpoint.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;

/**
 * Elements of tensors from the file, in row-major order. What is asked for is read by position into a buffer outside the heap, not
 * mapped: a mapped file that is cut while it is used ends the process.
 */
final class StorageReader {
    private static final int CHUNK = 1 << 20;

    private final FileChannel channel;
    private final Map<String, FileRange> ranges;
    private final Set<String> checked = new HashSet<>();
    private ByteBuffer scratch = direct(0);

    /** @param ranges where each storage lies, by its key, of its size */
    StorageReader(FileChannel channel, Map<String, FileRange> ranges) {
        this.channel = channel;
        this.ranges = ranges;
    }

    static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The elements as they stand in the file, {@code type().bytes()} each.
     *
     * @return valid until the next call
     */
    ByteBuffer rowMajor(TorchTensor tensor) throws IOException {
        int width = tensor.type().bytes();
        FileRange range = range(tensor);
        if (tensor.isContiguous()) {
            ByteBuffer values = room(tensor.elements() * width, 0);
            read(values, range, tensor.offset() * width);
            verify(range, values.flip());
            return values;
        }
        long used = (tensor.end() - tensor.offset()) * width;
        long bytes = tensor.elements() * width;
        ByteBuffer values = room(bytes, used);
        ByteBuffer source = scratch.slice((int) bytes, (int) used).order(ByteOrder.LITTLE_ENDIAN);
        read(source, range, tensor.offset() * width);
        verify(range, source.flip());
        gather(tensor, source, values);
        return values.flip();
    }

    private ByteBuffer room(long bytes, long more) throws CheckpointFormatException {
        long wanted = bytes + more;
        if (wanted > Integer.MAX_VALUE - 8) {
            throw new CheckpointFormatException("a tensor of " + bytes + " bytes spread over " + more + " bytes");
        }
        if (scratch.capacity() < wanted) {
            scratch = direct((int) wanted);
        }
        return scratch.duplicate().order(ByteOrder.LITTLE_ENDIAN).clear().limit((int) bytes);
    }

    private FileRange range(TorchTensor tensor) throws CheckpointFormatException {
        FileRange range = ranges.get(tensor.storage().key());
        if (range == null) {
            throw new CheckpointFormatException("storage " + tensor.storage().key() + " is not in the file");
        }
        return range;
    }

    private void read(ByteBuffer target, FileRange range, long from) throws IOException {
        long at = range.start() + from;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count < 0) {
                throw new CheckpointFormatException("the file became shorter while it was read");
            }
            at += count;
        }
    }

    /** @throws CheckpointFormatException if the archive's own checksum of these bytes is another */
    void verify(FileRange range) throws IOException {
        verify(range, direct(0));
    }

    /** The archive's own checksum, once for each storage; {@code content} saves a second reading if it is all of it. */
    private void verify(FileRange range, ByteBuffer content) throws IOException {
        Integer expected = range.crc32();
        if (expected == null || !checked.add(range.name())) {
            return;
        }
        CRC32 crc = new CRC32();
        if (content.remaining() == range.length()) {
            crc.update(content.duplicate());
        } else {
            ByteBuffer chunk = direct(CHUNK);
            for (long at = 0; at < range.length(); at += chunk.limit()) {
                chunk.clear().limit((int) Math.min(CHUNK, range.length() - at));
                read(chunk, range, at);
                crc.update(chunk.flip());
            }
        }
        if ((int) crc.getValue() != expected) {
            throw new CheckpointFormatException(
                    "the checksum of " + range.name() + " is wrong: the file is damaged, download it again");
        }
    }

    private static void gather(TorchTensor tensor, ByteBuffer source, ByteBuffer target) {
        long[] shape = tensor.shape();
        long[] stride = tensor.stride();
        int[] index = new int[shape.length];
        int width = tensor.type().bytes();
        int from = 0;
        for (long i = 0; i < tensor.elements(); i++) {
            for (int b = 0; b < width; b++) {
                target.put(source.get(from * width + b));
            }
            for (int d = shape.length - 1; d >= 0; d--) {
                from += (int) stride[d];
                if (++index[d] < shape[d]) {
                    break;
                }
                index[d] = 0;
                from -= (int) (shape[d] * stride[d]);
            }
        }
    }
}
