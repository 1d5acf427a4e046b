package org.mammoclip.mammoclip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.golden.SampleCheckpoints;

/** Whatever is changed in a checkpoint, opening it refuses with a reason and inspecting it answers. */
class ModelInspectionPropertyTest {
    private static Path file;

    @BeforeContainer
    static void create() throws IOException {
        file = Files.createTempFile("changed", ".tar");
    }

    @AfterContainer
    static void delete() throws IOException {
        Files.delete(file);
    }

    /** Changes fall into the first 16 kB, where the pickle stands that says names, shapes and configuration. */
    @Property(tries = 1000)
    void aChangedCheckpointIsRefusedWithAReasonAndInspected(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 16_000) Integer> places, @ForAll byte value)
            throws IOException {
        byte[] content = Files.readAllBytes(SampleCheckpoints.path("clip-tiny-plainconfig-zip.tar"));
        for (int place : places) {
            content[place % content.length] = value;
        }
        Files.write(file, content);
        ModelInspection inspection = ModelInspection.of(file);
        assertThat(inspection.problems()).isNotEmpty().allMatch(problem -> !problem.isBlank());
        try (ModelFile model = ModelFile.open(file)) {
            throw new AssertionError("a tiny checkpoint became " + model.description());
        } catch (IOException | CheckpointMismatchException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }
}
