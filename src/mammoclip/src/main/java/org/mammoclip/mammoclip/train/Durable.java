package org.mammoclip.mammoclip.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Writing so that after a crash there is the old or the new content and nothing between. */
final class Durable {
    private static final int BUFFER = 1 << 20;

    private Durable() {}

    /** Replaces a file. */
    static void write(Path file, byte[] content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, content);
        force(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        force(parent(file));
    }

    /** Points a symbolic link to a sibling, whether it exists or not. */
    static void link(Path link, String target) throws IOException {
        Path part = link.resolveSibling(link.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createSymbolicLink(part, Path.of(target));
        Files.move(part, link, StandardCopyOption.ATOMIC_MOVE);
        force(parent(link));
    }

    /** Puts a finished folder, its files included, in its place, where nothing is yet. */
    static void publish(Path part, Path folder) throws IOException {
        for (Path file : list(part)) {
            force(file);
        }
        force(part);
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        force(parent(folder));
    }

    /** Deletes a folder of files, if it exists. */
    static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            for (Path file : list(folder)) {
                Files.delete(file);
            }
            Files.delete(folder);
        }
    }

    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** 64 lower-case hexadecimal digits. */
    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("a file system's root cannot be replaced");
        }
        return parent;
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
