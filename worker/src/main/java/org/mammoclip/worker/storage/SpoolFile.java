package org.mammoclip.worker.storage;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file written once from start to end. What is longer than a chunk goes to the disk chunk by chunk past the page cache
 * (O_DIRECT): the disk then works while the rest is still arriving, the processor is spared a copy and the cache's
 * bookkeeping, and the final sync has little left to wait for. The last chunk, and a file system that refuses direct
 * writes, take the ordinary way; {@link #sync} covers both, because it is one file.
 *
 * <p>An error of a direct write is not the end: the chunk is written again the ordinary way, and that write or the sync
 * says whether the disk is full or broken.
 */
final class SpoolFile implements DurableFiles.Output {
    /** Bytes written at a time; each open file holds one buffer of this size outside the heap. */
    static final int CHUNK_BYTES = 1 << 20;

    /** Direct writes begin at multiples of this, in memory and in the file. */
    private static final int ALIGNMENT = 4_096;

    private static final Logger log = LoggerFactory.getLogger(SpoolFile.class);

    private final Path file;
    private final FileChannel channel;
    private final Queue<ByteBuffer> chunks;
    private @Nullable ByteBuffer chunk;
    private @Nullable FileChannel direct;
    private boolean ordinary;
    private long written;

    /**
     * @param channel of the new, empty file
     * @param chunks where the buffer is taken from and given back to
     */
    SpoolFile(Path file, FileChannel channel, Queue<ByteBuffer> chunks) {
        this.file = file;
        this.channel = channel;
        this.chunks = chunks;
        ByteBuffer used = chunks.poll();
        ByteBuffer buffer = used != null
                ? used
                : ByteBuffer.allocateDirect(CHUNK_BYTES + ALIGNMENT).alignedSlice(ALIGNMENT);
        this.chunk = buffer.clear().limit(CHUNK_BYTES);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        ByteBuffer into = open();
        while (bytes.hasRemaining()) {
            int n = Math.min(bytes.remaining(), into.remaining());
            into.put(bytes.slice().limit(n));
            bytes.position(bytes.position() + n);
            if (!into.hasRemaining()) {
                writeChunk(into.flip());
                into.clear().limit(CHUNK_BYTES);
            }
        }
    }

    private ByteBuffer open() throws IOException {
        if (chunk == null) {
            throw new IOException("the file is closed");
        }
        return chunk;
    }

    private void writeChunk(ByteBuffer full) throws IOException {
        if (!ordinary) {
            try {
                if (direct == null) {
                    direct = FileChannel.open(file, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
                }
                written += direct.write(full, written);
            } catch (IOException | UnsupportedOperationException e) {
                ordinary = true;
                log.atDebug().setCause(e).log("no direct write here, going on the ordinary way");
            }
            // A short write means that the disk is nearly full.
            ordinary |= full.hasRemaining();
        }
        writeOrdinary(full);
    }

    private void writeOrdinary(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            written += channel.write(bytes, written);
        }
    }

    @Override
    public void sync() throws IOException {
        ByteBuffer rest = open();
        writeOrdinary(rest.flip());
        rest.clear().limit(CHUNK_BYTES);
        // Whatever comes after a sync begins anywhere.
        ordinary |= written % ALIGNMENT != 0;
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        ByteBuffer last = chunk;
        if (last == null) {
            return;
        }
        chunk = null;
        chunks.offer(last);
        try (FileChannel alsoClosed = direct) {
            channel.close();
        }
    }
}
