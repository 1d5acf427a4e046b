package org.mammoclip.conformance.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.mammoclip.conformance.peers.WorkerProcess;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.testkit.InMemoryPacs;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.embedded.EmbeddedDatabase;

/**
 * How long a four-view exam takes from its last image to the peer's acknowledgement of every SR and SC, with the
 * demonstration model and the default {@code completeGrace}: one exam after the other, as a modality sends them.
 * {@code conformance/bench/run latency} runs it.
 */
public final class LatencyBench {
    private LatencyBench() {}

    /**
     * @param arguments {@code [--exams N] [--full-field] DIRECTORY}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int exams = 11;
        boolean fullField = false;
        Path directory = Path.of("target/bench/latency");
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--exams" -> exams = Integer.parseInt(arguments[++i]);
                case "--full-field" -> fullField = true;
                default -> directory = Path.of(arguments[i]);
            }
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory.resolve("postgres"), true);
                InMemoryPacs pacs = InMemoryPacs.start()) {
            try (WorkerProcess worker = WorkerProcess.configure(
                    directory,
                    """
                    database: { url: "%s", username: %s }
                    destinations: [{ name: pacs, type: dimse, aeTitle: %s, host: 127.0.0.1, port: %d }]
                    """.formatted(database.jdbcUrl(), database.user(), pacs.aeTitle(), pacs.dimsePort()),
                    Map.of())) {
                worker.migrate();
                worker.start();
                worker.awaitReady();
                measure(worker, directory, exams, fullField);
            }
        }
    }

    private static void measure(WorkerProcess worker, Path directory, int exams, boolean fullField)
            throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        for (int exam = 0; exam <= exams; exam++) {
            SyntheticExam.Builder builder = SyntheticExam.builder(System.nanoTime());
            SyntheticExam study = (fullField ? builder.size(SyntheticExam.FULL_FIELD) : builder).build();
            List<Path> files = study.writeTo(directory.resolve("exam"));
            DimseProvider provider =
                    ServiceLoader.load(DimseProvider.class).findFirst().orElseThrow();
            RemoteAe remote = RemoteAe.of(new AeTitle("MAMMOCLIP"), "127.0.0.1", worker.dimsePort());
            for (SendOutcome outcome :
                    provider.sender(remote, new AeTitle("MODALITY")).store(files)) {
                if (!outcome.isAccepted()) {
                    throw new IOException("not accepted: " + outcome);
                }
            }
            String uid = study.studyInstanceUid().value();
            worker.await(
                    "delivered",
                    Duration.ofSeconds(120),
                    () -> worker.state(uid).filter("DELIVERED"::equals).isPresent());
            JsonNode revision = worker.json("/api/v1/studies/" + uid)
                    .orElseThrow()
                    .path("revisions")
                    .path(0);
            double taken =
                    revision.path("timings").path("lastImageToDeliveredSeconds").asDouble();
            if (exam > 0) {
                seconds.add(taken);
            }
            System.out.printf(Locale.ROOT, "%s %.2f s%n", exam == 0 ? "warm-up" : "exam " + exam, taken);
        }
        double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%s exams, %d processors: last image to acknowledgement min %.2f s, p50 %.2f s, max %.2f s%n",
                fullField ? "full-field (4 x 27 MB)" : "small",
                Runtime.getRuntime().availableProcessors(),
                sorted[0],
                sorted[sorted.length / 2],
                sorted[sorted.length - 1]);
    }
}
