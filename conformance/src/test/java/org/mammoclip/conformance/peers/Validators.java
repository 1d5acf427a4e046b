package org.mammoclip.conformance.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Three validators written by others; none alone sees every defect: dciodvfy checks attributes, dsrdump follows
 * references by position, PixelMed checks structured reports against their templates. Each method lists what is wrong.
 */
public final class Validators {
    private static final Path PIXELMED = Path.of("/usr/share/java/pixelmed.jar");

    private Validators() {}

    /** The lines in which dciodvfy reports an error; its warnings are not listed. */
    public static List<String> dciodvfy(Path file) throws IOException, InterruptedException {
        Path program = Program.required("dciodvfy", "dicom3tools");
        Program.Result result = Program.run(List.of(program.toString(), "-new", file.toString()));
        List<String> errors = new ArrayList<>(result.lines("Error"));
        errors.addAll(result.lines("Abort"));
        if (result.exitCode() != 0 && errors.isEmpty()) {
            errors.add("exit code " + result.exitCode() + ": " + result.output());
        }
        return errors;
    }

    /** What dsrdump says against a structured report, and what it says on reading one that is none. */
    public static List<String> dsrdump(Path file) throws IOException, InterruptedException {
        Path program = Program.required("dsrdump", "dcmtk");
        Program.Result result = Program.run(List.of(program.toString(), "+Pn", "+Pl", "+Pc", file.toString()));
        List<String> problems = new ArrayList<>(result.output()
                .lines()
                .filter(line -> line.startsWith("W:") || line.startsWith("E:") || line.startsWith("F:"))
                .filter(line -> !line.contains("VR checker does not support")
                        && !line.contains("Check for template constraints not yet supported"))
                .toList());
        if (result.exitCode() != 0) {
            problems.add("exit code " + result.exitCode());
        }
        return problems;
    }

    /** Errors of PixelMed's structured report validator. */
    public static List<String> pixelmed(Path file) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.exists(PIXELMED), "pixelmed.jar (Debian package pixelmed-apps) is not installed");
        Program.Result result = Program.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djdk.xml.xpathTotalOpLimit=0",
                "-Djdk.xml.xpathExprOpLimit=0",
                "-Djdk.xml.xpathExprGrpLimit=0",
                "-cp",
                PIXELMED.toString(),
                "com.pixelmed.validate.DicomSRValidator",
                file.toString()));
        List<String> errors = new ArrayList<>(result.lines("Error"));
        if (!result.output().contains("Root Template Validation Complete")) {
            errors.add("no template was validated: " + result.output());
        }
        return errors;
    }
}
