package org.mammoclip.worker.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A folder held by one process. The operating system frees it when the process ends, however it ends, so a worker that
 * starts again gets the folder of its dead predecessor and never that of a living neighbour.
 */
final class FolderLock implements AutoCloseable {
    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Takes the folder, creating it when it is not there; empty when somebody else holds it. */
    public static Optional<FolderLock> tryAcquire(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            // the same answer as a lock held by another process
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? Optional.empty() : Optional.of(new FolderLock(folder, channel));
    }

    public Path folder() {
        return folder;
    }

    /** Frees the folder. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
