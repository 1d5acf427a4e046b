package org.mammoclip.worker.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    Path folder;

    private void file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    @Test
    void findsImagesByPatientOrByNameAlone() throws Exception {
        file("p1/1.png");
        file("p2/1.png");
        file("deep/er/2.3.4.dcm");
        file("plain");
        ImageFolder images = ImageFolder.of(folder);
        assertThat(images.find(new ImageKey("p2", "1"))).isEqualTo(folder.resolve("p2/1.png"));
        assertThat(images.find(new ImageKey("any", "2.3.4"))).isEqualTo(folder.resolve("deep/er/2.3.4.dcm"));
        assertThat(images.find(new ImageKey("any", "plain"))).isEqualTo(folder.resolve("plain"));
    }

    @Test
    void saysWhatIsMissingOrCannotBeToldApart() throws Exception {
        file("a/1.png");
        file("b/1.png");
        file("b/1.dcm");
        ImageFolder images = ImageFolder.of(folder);
        assertThatThrownBy(() -> images.find(new ImageKey("p", "9"))).hasMessageContaining("no image '9'");
        assertThatThrownBy(() -> images.find(new ImageKey("b", "1"))).hasMessageContaining("3 files are called '1'");
    }

    @Test
    void aNameThatPointsOutOfTheFolderFindsNothing() throws Exception {
        file("a/1.png");
        ImageFolder images = ImageFolder.of(folder.resolve("a"));
        assertThatThrownBy(() -> images.find(new ImageKey("..", "../a/1"))).hasMessageContaining("no image");
    }
}
