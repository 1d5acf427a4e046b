package org.mammoclip.worker.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A disk that fails where a test says so; otherwise the real one. */
public final class FaultyFiles implements DurableFiles {
    /** Where the next operations fail, until {@link #repair}. */
    public enum Fault {
        NONE,
        CREATE,
        WRITE,
        SYNC,
        CLOSE,
        RENAME,
        SYNC_DIRECTORY
    }

    private final LocalFiles disk = new LocalFiles();
    private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
    private volatile Fault fault = Fault.NONE;
    private volatile long usable = Long.MAX_VALUE;

    public void failAt(Fault where) {
        fault = where;
    }

    /** The disk takes this many bytes more, over all files, and then reports that it is full. */
    public void fullAfter(long bytes) {
        bytesLeft.set(bytes);
    }

    public void reportUsable(long bytes) {
        usable = bytes;
    }

    public void repair() {
        fault = Fault.NONE;
        bytesLeft.set(Long.MAX_VALUE);
        usable = Long.MAX_VALUE;
    }

    private void check(Fault here) throws IOException {
        if (fault == here) {
            throw new IOException("simulated failure at " + here);
        }
    }

    @Override
    public Output create(Path file, long expectedBytes) throws IOException {
        check(Fault.CREATE);
        Output output = disk.create(file, expectedBytes);
        return new Output() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                check(Fault.WRITE);
                int wanted = bytes.remaining();
                long left = bytesLeft.addAndGet(-wanted);
                if (left < 0) {
                    int fits = (int) Math.max(0, wanted + left);
                    output.write(bytes.slice(bytes.position(), fits));
                    throw new IOException("No space left on device");
                }
                output.write(bytes);
            }

            @Override
            public void sync() throws IOException {
                check(Fault.SYNC);
                output.sync();
            }

            @Override
            public void close() throws IOException {
                output.close();
                check(Fault.CLOSE);
            }
        };
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        check(Fault.RENAME);
        disk.rename(from, to);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        check(Fault.SYNC_DIRECTORY);
        disk.syncDirectory(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public long usableBytes(Path directory) throws IOException {
        return Math.min(usable, disk.usableBytes(directory));
    }
}
