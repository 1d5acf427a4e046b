package org.mammoclip.worker.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The file operations on which an acknowledgement rests. Every method throws when the operating system reports an error:
 * a write, a sync, a close or a rename that failed is never a success (design invariant 1).
 *
 * <p>Thread-safe; an {@link Output} belongs to one thread at a time.
 */
public interface DurableFiles {
    /**
     * Creates a file that must not exist yet.
     *
     * @param expectedBytes how long it will become, 0 if unknown; a hint
     */
    Output create(Path file, long expectedBytes) throws IOException;

    /** Renames within one directory or file system, atomically; the target must not exist. */
    void rename(Path from, Path to) throws IOException;

    /** Makes the names in a directory durable. */
    void syncDirectory(Path directory) throws IOException;

    /** Deletes a file if it is there. */
    void delete(Path file) throws IOException;

    /** Bytes that this process may still write on the volume of {@code directory}; 0 when that cannot be told. */
    long usableBytes(Path directory) throws IOException;

    /** A file being written, from its start to its end. */
    interface Output extends Closeable {
        /** Writes all remaining bytes of the buffer. */
        void write(ByteBuffer bytes) throws IOException;

        /** Returns once the bytes and the length of the file are on stable storage (fdatasync). */
        void sync() throws IOException;

        /** Closes the file; the error that a network file system reports only here is thrown. Idempotent. */
        @Override
        void close() throws IOException;
    }
}
