package org.mammoclip.conformance.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of a Debian package, run to its end. A test that needs one which is not installed is skipped by name. */
public final class Program {
    private static final List<Path> FOLDERS = Stream.concat(
                    Stream.of(System.getenv("PATH").split(":")).map(Path::of),
                    Stream.of(Path.of("/usr/bin"), Path.of("/usr/sbin")))
            .toList();
    private static final long PATIENCE_SECONDS = 120;

    private Program() {}

    /** Where the program is. */
    public static Optional<Path> find(String name) {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Skips the test, saying why, if the program is not installed. */
    public static Path required(String name, String debianPackage) {
        Optional<Path> path = find(name);
        Assumptions.assumeTrue(path.isPresent(), name + " (Debian package " + debianPackage + ") is not installed");
        return path.orElseThrow();
    }

    /** @param output standard output and error together */
    public record Result(int exitCode, String output) {
        /** The lines that begin with the text. */
        public List<String> lines(String begin) {
            return output.lines().filter(line -> line.startsWith(begin)).toList();
        }
    }

    /** Runs a command line and waits for it. */
    public static Result run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("program", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("no end within " + PATIENCE_SECONDS + " s: " + String.join(" ", command));
            }
            return new Result(process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1));
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
