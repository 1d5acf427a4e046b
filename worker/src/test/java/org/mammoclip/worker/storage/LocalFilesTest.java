package org.mammoclip.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFilesTest {
    @TempDir
    Path folder;

    private final LocalFiles files = new LocalFiles();

    private static byte[] content(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** In pieces that fit no boundary. */
    private void write(Path file, byte[] content) throws IOException {
        try (DurableFiles.Output output = files.create(file, 0)) {
            for (int at = 0; at < content.length; at += 60_013) {
                output.write(ByteBuffer.wrap(content, at, Math.min(60_013, content.length - at)));
            }
            output.sync();
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                4_096,
                SpoolFile.CHUNK_BYTES - 1,
                SpoolFile.CHUNK_BYTES,
                SpoolFile.CHUNK_BYTES + 1,
                3 * SpoolFile.CHUNK_BYTES,
                5 * SpoolFile.CHUNK_BYTES + 12_345
            })
    void aFileHoldsExactlyWhatWasWritten(int length) throws IOException {
        byte[] content = content(length);
        write(folder.resolve("first"), content(7 * SpoolFile.CHUNK_BYTES + 1));
        write(folder.resolve("file"), content);
        assertThat(Files.readAllBytes(folder.resolve("file"))).isEqualTo(content);
    }

    @Test
    void aFileSystemWithoutDirectWritesTakesTheOrdinaryWay() throws IOException {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(memory), "no file system in memory at /dev/shm");
        Path file = Files.createTempDirectory(memory, "mammoclip").resolve("file");
        byte[] content = content(2 * SpoolFile.CHUNK_BYTES + 77);
        try {
            write(file, content);
            assertThat(Files.readAllBytes(file)).isEqualTo(content);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(file.getParent());
        }
    }

    @Test
    void whatFollowsASyncIsAppended() throws IOException {
        byte[] content = content(2 * SpoolFile.CHUNK_BYTES + 500);
        try (DurableFiles.Output output = files.create(folder.resolve("file"), 0)) {
            output.write(ByteBuffer.wrap(content, 0, 100));
            output.sync();
            output.write(ByteBuffer.wrap(content, 100, content.length - 100));
            output.sync();
        }
        assertThat(Files.readAllBytes(folder.resolve("file"))).isEqualTo(content);
    }

    @Test
    void aFullDiskIsAnError() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        Path link = Files.createSymbolicLink(folder.resolve("full"), full);
        try (DurableFiles.Output output = new SpoolFile(
                link,
                java.nio.channels.FileChannel.open(link, java.nio.file.StandardOpenOption.WRITE),
                new java.util.ArrayDeque<>())) {
            assertThatThrownBy(() -> output.write(ByteBuffer.allocate(2 * SpoolFile.CHUNK_BYTES)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void neverWritesIntoAFileThatIsThere() throws IOException {
        Files.writeString(folder.resolve("file"), "old");
        assertThatThrownBy(() -> files.create(folder.resolve("file"), 0))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void aClosedFileTakesNothing() throws IOException {
        DurableFiles.Output output = files.create(folder.resolve("file"), 0);
        output.close();
        output.close();
        assertThatThrownBy(() -> output.write(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
    }
}
