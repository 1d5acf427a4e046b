package org.mammoclip.mammoclip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.mammoclip.golden.Agreement;

/**
 * Checkpoints of the released size and layout import in a process with 300 MB of heap, and compute what the reference computes. The
 * B2 file has its optimizer, which makes it as long as the released one (1.4 GB), the B5 file has none.
 */
class FullSizeImportIT {
    private static final String HEAP = "-Xmx300m";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"b2, true, 710, 117126403, 639", "b5, false, 1056, 138093873, 938"})
    void aCheckpointOfReleasedSizeImportsWithLittleHeapAndAgrees(
            String network, boolean optimizer, int tensors, long trainable, int needed) throws Exception {
        Path file = folder.resolve(network + "-model-best-epoch-7.tar");
        new FullSizeCheckpoint(network).write(file, optimizer);
        FullSizeCheckpoint.writeVocabulary(folder.resolve("vocab.txt"));
        Path own = folder.resolve(network);
        Properties result = fork(network, file, own);
        System.out.printf("%s, file of %.2f GB: %s%n", network, Files.size(file) / 1e9, result.toString());

        assertThat(number(result, "importHeapMegabytes")).isLessThan(300);
        for (String source : new String[] {"file", "folder"}) {
            assertThat(number(result, source + "EmbeddingError")).isLessThanOrEqualTo(Agreement.RELATIVE_L2);
            assertThat(number(result, source + "ProjectionError")).isLessThanOrEqualTo(Agreement.RELATIVE_L2);
        }
        ModelInspection released = ModelInspection.of(file);
        assertThat(released.problems()).isEmpty();
        assertThat(released.tensors().count()).isEqualTo(tensors);
        assertThat(released.tensors().needed()).isEqualTo(needed);
        assertThat(released.tensors().trainable()).isEqualTo(trainable);
        assertThat(released.provenance().orElseThrow().figures()).containsEntry("epoch", 7.0);
        ModelInspection imported = ModelInspection.of(own);
        assertThat(imported.problems()).isEmpty();
        assertThat(imported.tensors().count()).isEqualTo(needed);
        assertThat(imported.description().orElseThrow().about().licence()).isEqualTo(ModelImport.RELEASED_LICENCE);
        assertThat(imported.provenance().orElseThrow().sourceSha256())
                .isEqualTo(released.provenance().orElseThrow().sourceSha256());
    }

    private static double number(Properties result, String key) {
        return Double.parseDouble(result.getProperty(key));
    }

    /** The same Java and class path, with a heap too small for a copy of the weights. */
    private Properties fork(String network, Path file, Path own) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                        FullSizeImport.class.getName(),
                        network,
                        file.toString(),
                        own.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exit = process.waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(exit).as(text).isZero();
        Properties result = new Properties();
        result.load(new StringReader(
                text.lines().filter(line -> line.matches("\\w+=\\S+")).collect(Collectors.joining("\n"))));
        return result;
    }
}
