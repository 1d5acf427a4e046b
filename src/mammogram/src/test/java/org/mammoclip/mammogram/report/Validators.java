package org.mammoclip.mammogram.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Writer;
import org.mammoclip.dicom.file.TransferSyntax;

/**
 * Independent readers of DICOM objects: dciodvfy (attributes), PixelMed (SR templates), dsrdump (by-reference targets).
 * None of them alone is enough. A missing one skips the test.
 */
public final class Validators {
    private static final Path PIXELMED = Path.of("/usr/share/java/pixelmed.jar");
    private static final long TIMEOUT_SECONDS = 120;

    private Validators() {}

    public static Path write(Path folder, String name, DataSet dataSet) throws IOException {
        Path file = folder.resolve(name + ".dcm");
        Part10Writer.write(file, Part10File.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        return file;
    }

    /** Fails on any error; returns the warnings. */
    public static List<String> dciodvfy(Path file) throws IOException, InterruptedException {
        List<String> lines = run("dciodvfy", "-new", file.toString());
        assertThat(lines).noneMatch(line -> line.startsWith("Error"));
        return lines.stream().filter(line -> line.startsWith("Warning")).toList();
    }

    /** Fails on any template error; returns the warnings. */
    public static List<String> pixelMed(Path file) throws Exception {
        assumeTrue(Files.exists(PIXELMED), "skipped: PixelMed (Debian libpixelmed-java) is not installed");
        List<String> lines = PixelMed.validate(file).lines().toList();
        assertThat(lines)
                .noneMatch(line -> line.startsWith("Error"))
                .anyMatch(line -> line.contains("Root Template Validation Complete"));
        return lines.stream().filter(line -> line.startsWith("Warning")).toList();
    }

    /** One validator for all files: it compiles its style sheets for seconds. */
    private static final class PixelMed {
        private static final PixelMed INSTANCE = new PixelMed();

        private final URLClassLoader loader;
        private final Object validator;

        private PixelMed() {
            // Its XPath needs more operators than the JDK's default limits allow.
            for (String limit : List.of("xpathTotalOpLimit", "xpathExprOpLimit", "xpathExprGrpLimit")) {
                System.setProperty("jdk.xml." + limit, "0");
            }
            try {
                loader = new URLClassLoader(new URL[] {PIXELMED.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
                Class<?> type = loader.loadClass("com.pixelmed.validate.DicomSRValidator");
                validator = inside(() -> type.getConstructor().newInstance());
                type.getMethod("setOptionCheckContentItemOrder", boolean.class).invoke(validator, true);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        static String validate(Path file) throws Exception {
            Object validator = INSTANCE.validator;
            return INSTANCE.inside(() -> (String)
                    validator.getClass().getMethod("validate", String.class).invoke(validator, file.toString()));
        }

        /** With its own class loader as the context, where its logging library looks for a provider. */
        private <T> T inside(Callable<T> call) throws Exception {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                return call.call();
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }

    /** The content tree with positions; fails on any complaint but the two that are always there. */
    public static List<String> dsrdump(Path file) throws IOException, InterruptedException {
        List<String> lines = run("dsrdump", "+Pn", "+Pl", "+Pc", file.toString());
        assertThat(lines)
                .noneMatch(line -> line.startsWith("E:"))
                .allMatch(line -> !line.startsWith("W:")
                        || line.contains("VR checker does not support")
                        || line.contains("template constraints not yet"));
        return lines;
    }

    private static List<String> run(String... command) throws IOException, InterruptedException {
        boolean installed = command[0].contains("/")
                || Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command[0])));
        assumeTrue(installed, "skipped: " + command[0] + " is not installed");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        List<String> lines = new ArrayList<>(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList());
        assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return lines;
    }
}
