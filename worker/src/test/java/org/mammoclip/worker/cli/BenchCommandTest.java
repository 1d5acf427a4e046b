package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int bench(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "bench";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void printsTheFiguresOfTheDemonstrationModel() {
        assertThat(bench("--device", "cpu", "--laps", "1", "--batch", "1,2")).isZero();
        assertThat(out.toString())
                .contains("mammoclip-demo 3 (trained on synthetic images)")
                .contains("encoder   efficientnet-small, 1x3x380x228, float32 on cpu")
                .contains("batch 1 ")
                .contains("batch 2 ")
                .contains("no maps ")
                .containsPattern("maps      (\\d|cost less)")
                .contains("MB resident");
    }

    @Test
    void aShareBelowNothingIsNoise() {
        assertThat(BenchCommand.maps(0.051)).startsWith("5.1 % of an encoder pass");
        assertThat(BenchCommand.maps(-0.02)).startsWith("cost less than these laps can tell");
    }

    @Test
    void printsJsonWithEveryLap() throws Exception {
        assertThat(bench("--device", "cpu", "--laps", "2", "--checkpoint", "builtin:demo", "--json"))
                .isZero();
        JsonNode root = new ObjectMapper().readTree(out.toString());
        assertThat(root.get("architecture").asText()).isEqualTo("efficientnet-small");
        assertThat(root.get("encoder").get(0).get("batch").asInt()).isEqualTo(1);
        assertThat(root.get("encoder").get(0).get("seconds")).hasSize(2);
        assertThat(root.get("image").get("p99").asDouble())
                .isGreaterThanOrEqualTo(root.get("image").get("p50").asDouble());
        assertThat(root.has("mapShare")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "--laps, 0, 0 laps",
        "--batch, 65, a batch of 65",
        "--device, gpu, device must be auto",
        "--precision, bfloat16, precision must be auto",
        "--architecture, resnet, image architecture must be one of"
    })
    void wrongOptionsAreNamed(String option, String value, String message) {
        assertThat(bench(option, value)).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void checkpointAndArchitectureExcludeEachOther() {
        assertThat(bench("--checkpoint", "builtin:demo", "--architecture", "efficientnet-b2"))
                .isEqualTo(Main.USAGE);
    }

    @Test
    void aFileThatIsNotThereIsSaidInOneLine(@TempDir Path folder) {
        assertThat(bench("--checkpoint", folder.resolve("nothing").toString())).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("nothing").hasLineCount(1);
    }
}
