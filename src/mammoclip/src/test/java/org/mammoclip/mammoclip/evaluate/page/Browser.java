package org.mammoclip.mammoclip.evaluate.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Headless Chromium. */
final class Browser {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private Browser() {}

    static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM);
    }

    static void screenshot(String address, Path file, int width, int height, String... more)
            throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.add("--screenshot=" + file.toAbsolutePath());
        run(address, width, height, arguments);
        if (!Files.exists(file)) {
            throw new IOException("Chromium wrote no screenshot");
        }
    }

    /** The document after its scripts ran. */
    static String document(String address, int width) throws IOException, InterruptedException {
        return run(address, width, 1000, List.of("--dump-dom"));
    }

    private static String run(String address, int width, int height, List<String> more)
            throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("chromium");
        Path output = profile.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                CHROMIUM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--user-data-dir=" + profile,
                "--window-size=" + width + "," + height));
        command.addAll(more);
        command.add(address);
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("Chromium did not finish");
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
