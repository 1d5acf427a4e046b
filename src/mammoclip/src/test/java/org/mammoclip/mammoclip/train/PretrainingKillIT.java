package org.mammoclip.mammoclip.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.checkpoint.CheckpointFolder;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.loss.MultiViewLoss;

/** A training process that is killed (SIGKILL) while it saves after every step goes on in a new process as if nothing had been. */
class PretrainingKillIT {
    private static final int STEPS = 12;

    @TempDir
    Path temp;

    @Test
    void goesOnAfterAKillWithTheSameLosses() throws IOException, InterruptedException {
        Path killed = temp.resolve("killed");
        for (int least : new int[] {3, 7}) {
            Process process = start(killed);
            while (process.isAlive() && losses(killed).size() < least) {
                process.waitFor(5, TimeUnit.MILLISECONDS);
            }
            assertThat(process.isAlive())
                    .as("the run was over before it was killed")
                    .isTrue();
            process.destroyForcibly().waitFor();
            assertThat(process.exitValue()).isEqualTo(137);
        }
        assertThat(start(killed).waitFor()).isZero();
        Path straight = temp.resolve("straight");
        assertThat(start(straight).waitFor()).isZero();
        List<Double> expected = losses(straight);
        List<Double> actual = losses(killed);
        assertThat(expected).hasSize(STEPS);
        assertThat(actual).hasSize(STEPS);
        for (int i = 0; i < STEPS; i++) {
            assertThat(actual.get(i)).as("step " + (i + 1)).isCloseTo(expected.get(i), within(1e-6));
        }
        try (CheckpointFolder one = CheckpointFolder.open(straight.resolve("latest"));
                CheckpointFolder other = CheckpointFolder.open(killed.resolve("latest"))) {
            System.out.println("models are the same bits: " + one.sha256().equals(other.sha256()));
        }
    }

    private Process start(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Training.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(temp.resolve("log").toFile()))
                .start();
    }

    /** The process that is killed: three epochs of four steps, in pieces, with everything that is random. */
    static final class Training {
        private Training() {}

        public static void main(String[] arguments) throws IOException {
            ModelDescription description = ToyClip.description();
            PretrainingRun.Inputs inputs = new PretrainingRun.Inputs(
                    description,
                    ToyClip.vocabulary(),
                    InitialValues.of(5, description.parameters()),
                    ToyClip.samples(18),
                    ToyClip.samples(4),
                    "toy");
            PretrainingPlan plan = new PretrainingPlan(
                    3,
                    1,
                    4,
                    2,
                    0,
                    1,
                    1,
                    9,
                    AdamWSettings.REFERENCE.withLearningRate(1e-3),
                    MultiViewLoss.REFERENCE,
                    new Regularization(true, true, 0.2, true));
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                PretrainingRun.run(
                        manager,
                        inputs,
                        plan,
                        Path.of(arguments[0]),
                        Clock.systemUTC(),
                        new ProgressLine(new PrintWriter(System.err), Clock.systemUTC(), 2));
            }
        }
    }

    /** Of complete lines. */
    private static List<Double> losses(Path folder) throws IOException {
        List<Double> losses = new ArrayList<>();
        Path metrics = folder.resolve("metrics.jsonl");
        if (Files.exists(metrics)) {
            String text = Files.readString(metrics);
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                JsonNode json = new ObjectMapper().readTree(line);
                if (json.get("kind").asText().equals("training")) {
                    losses.add(json.get("loss").asDouble());
                }
            }
        }
        return losses;
    }
}
