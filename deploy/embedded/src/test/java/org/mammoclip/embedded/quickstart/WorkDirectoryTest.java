package org.mammoclip.embedded.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void emptiesWhatAQuickstartMadeAndNothingElse() throws IOException {
        Path ours = WorkDirectory.prepare(directory.resolve("new/deep"));
        Files.createDirectories(ours.resolve("pacs"));
        Files.writeString(ours.resolve("pacs/old.dcm"), "old");
        assertThat(WorkDirectory.prepare(ours)).isEqualTo(ours);
        assertThat(ours.resolve("pacs")).doesNotExist();

        Path theirs = Files.createDirectories(directory.resolve("theirs"));
        Files.writeString(theirs.resolve("thesis.txt"), "precious");
        assertThatThrownBy(() -> WorkDirectory.prepare(theirs))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--workdir");
        assertThat(theirs.resolve("thesis.txt")).exists();
    }

    @Test
    void followsNoLinkOutOfTheDirectory() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("kept.txt"), "kept");
        Path ours = WorkDirectory.prepare(directory.resolve("ours"));
        Files.createSymbolicLink(ours.resolve("link"), outside);
        WorkDirectory.prepare(ours);
        assertThat(outside.resolve("kept.txt")).exists();
        assertThat(ours.resolve("link")).doesNotExist();
    }
}
