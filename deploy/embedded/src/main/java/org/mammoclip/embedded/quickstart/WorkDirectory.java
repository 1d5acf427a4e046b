package org.mammoclip.embedded.quickstart;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The directory of a quickstart. It is emptied only if a quickstart made it. */
final class WorkDirectory {
    private static final String MARK = ".mammoclip-quickstart";

    private WorkDirectory() {}

    /** @throws IOException if it has content that is not ours */
    static Path prepare(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        Path mark = absolute.resolve(MARK);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(absolute)) {
            if (entries.iterator().hasNext() && !Files.exists(mark)) {
                throw new IOException(absolute + " is not empty and not of a quickstart; choose another --workdir");
            }
        }
        empty(absolute);
        Files.writeString(mark, "The next quickstart empties this directory.\n");
        return absolute;
    }

    private static void empty(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                if (!directory.equals(root)) {
                    Files.delete(directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
