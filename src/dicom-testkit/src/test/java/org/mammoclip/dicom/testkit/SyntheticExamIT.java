package org.mammoclip.dicom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The objects in the eyes of dicom3tools, which shares no code with us. */
class SyntheticExamIT {
    private static final Path DCIODVFY = Path.of("/usr/bin/dciodvfy");

    @TempDir
    Path directory;

    @Test
    void dciodvfyFindsNoErrorInAnyView() throws Exception {
        assertNoErrors(SyntheticExam.builder(11).views(SyntheticView.values()).build());
        assertNoErrors(SyntheticExam.builder(12).monochrome1().build());
    }

    @Test
    void dciodvfyFindsNoErrorInVariantsThatAreValidObjects() throws Exception {
        assertNoErrors(SyntheticExam.builder(13)
                .defect(SyntheticView.LCC, Defect.SPOT_MAGNIFICATION)
                .defect(SyntheticView.LMLO, Defect.IMPLANT)
                .defect(SyntheticView.RCC, Defect.PARTIAL_VIEW)
                .defect(SyntheticView.RMLO, Defect.FOR_PROCESSING)
                .build());
    }

    @Test
    void dciodvfyFindsTheErrorThatADefectMakes() throws Exception {
        assumeTrue(Files.isExecutable(DCIODVFY), "dciodvfy (package dicom3tools) is not installed");
        List<Path> files = SyntheticExam.builder(14)
                .views(SyntheticView.LCC)
                .defect(SyntheticView.LCC, Defect.NO_LATERALITY)
                .build()
                .writeTo(directory);
        assertThat(errors(files.get(0), List.of())).isNotEmpty();
    }

    private void assertNoErrors(SyntheticExam exam) throws Exception {
        assumeTrue(Files.isExecutable(DCIODVFY), "dciodvfy (package dicom3tools) is not installed");
        for (Path file : exam.writeTo(directory)) {
            assertThat(errors(file, List.of()))
                    .as(file.getFileName().toString())
                    .isEmpty();
            assertThat(errors(file, List.of("-profile", "IHEMammo")))
                    .as("%s, IHE Mammography Image profile", file.getFileName())
                    .isEmpty();
        }
    }

    private static List<String> errors(Path file, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(DCIODVFY.toString(), "-new"));
        command.addAll(options);
        command.add(file.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertThat(output).as("it read the object").contains("Mammography");
        return output.lines().filter(line -> line.startsWith("Error")).toList();
    }
}
