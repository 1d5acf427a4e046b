package org.mammoclip.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.conformance.peers.Program;
import org.mammoclip.conformance.peers.Site;
import org.mammoclip.conformance.peers.WorkerProcess;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.testkit.InMemoryPacs;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.testkit.SyntheticView;

/** A data volume that really fills up: a small file system in memory, mounted where the worker keeps its data. */
class DiskFullInteropIT {
    /** Objects of about 2.2 MB, more than the reserve. */
    private static final ImageSize SIZE = new ImageSize(1_280, 864);

    private static final int OBJECT_BYTES = 2 * 1_280 * 864;
    private static final int RESERVE_BYTES = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void refusesWhatDoesNotFitAndKeepsWhatItHas() throws Exception {
        try (Site site = Site.at(directory)) {
            InMemoryPacs pacs = site.pacs();
            site.yaml("spool: { reserve: 1MiB }");
            WorkerProcess worker = site.configure();
            Path data = directory.resolve("worker/data");
            mount(data);
            try {
                worker.migrate();
                worker.start();
                worker.awaitReady();
                SyntheticExam kept = exam(81, SyntheticView.LCC, SyntheticView.LMLO);
                assertThat(store(site, kept)).allMatch(SendOutcome::isAccepted);

                SyntheticExam refused = exam(82, SyntheticView.LCC);
                leaveFree(data, RESERVE_BYTES / 2);
                assertRefused(store(site, refused));
                leaveFree(data, RESERVE_BYTES + 16_384);
                assertRefused(store(site, refused));
                leaveFree(data, OBJECT_BYTES);
                assertRefused(store(site, refused));
                assertThat(worker.state(refused.studyInstanceUid().value())).isEmpty();

                Files.delete(data.resolve("filler"));
                assertThat(worker.metric("mammoclip_ingest_instances_total{outcome=\"refused\",reason=\"DISK"))
                        .isEqualTo(3);
                site.awaitState(kept.studyInstanceUid().value(), "DELIVERED");
                SyntheticExam next = exam(82, SyntheticView.LCC, SyntheticView.LMLO);
                assertThat(store(site, next)).allMatch(SendOutcome::isAccepted);
                site.awaitState(next.studyInstanceUid().value(), "DELIVERED");
                assertThat(pacs.received()).hasSize(8).allMatch(object -> object.arrivals() == 1);
                worker.killHard();
            } finally {
                Program.run(List.of("umount", "-l", data.toString()));
            }
        }
    }

    private static void mount(Path data) throws IOException, InterruptedException {
        Program.Result mounted =
                Program.run(List.of("mount", "-t", "tmpfs", "-o", "size=48m", "conformance", data.toString()));
        Assumptions.assumeTrue(
                mounted.exitCode() == 0,
                "no right to mount a file system: " + mounted.output().strip());
    }

    private static SyntheticExam exam(long seed, SyntheticView... views) {
        return SyntheticExam.builder(seed).size(SIZE).views(views).build();
    }

    private List<SendOutcome> store(Site site, SyntheticExam exam) throws IOException {
        return site.modality().store(exam.writeTo(directory.resolve("exam")));
    }

    private static void assertRefused(List<SendOutcome> outcomes) {
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
                            assertThat(refused.status().code()).isEqualTo(0xA700);
                            assertThat(refused.permanent()).isFalse();
                        }));
    }

    /** Fills the volume until just so many bytes are left. */
    private static void leaveFree(Path data, long bytes) throws IOException {
        Path filler = data.resolve("filler");
        Files.deleteIfExists(filler);
        long size = Files.getFileStore(data).getUsableSpace() - bytes;
        try (var out = Files.newOutputStream(filler)) {
            byte[] block = new byte[4_096];
            for (long written = 0; written + block.length <= size; written += block.length) {
                out.write(block);
            }
        }
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files).contains(filler);
        }
    }
}
