package org.mammoclip.worker.ingest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.StoreRequest;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.file.DataSetWriter;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.worker.storage.FaultyFiles;
import org.mammoclip.worker.storage.ObjectStore;

/** An intake on a disk and a ledger that a test can break. */
final class Intake implements AutoCloseable {
    static final long MAX_BYTES = 4 << 20;
    static final long RESERVE = 1 << 20;

    final FaultyFiles disk = new FaultyFiles();
    final IntakeLedger ledger = new IntakeLedger();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Path dataDir;
    Instant now = Instant.parse("2026-03-01T08:00:00Z");
    boolean ledgerIsUp = true;
    ObjectStore store;
    InstanceIntake intake;

    Intake(Path dataDir) throws IOException {
        this.dataDir = dataDir;
        restart(1);
    }

    /** A new process on the same folder. */
    void restart(long seed) throws IOException {
        if (store != null) {
            store.close();
        }
        store = ObjectStore.open(dataDir, disk, new Random(seed), RESERVE);
        intake = new InstanceIntake(
                store,
                disk,
                ledger,
                () -> ledgerIsUp,
                SelectionRules.DEFAULT,
                new IngestBounds(MAX_BYTES, Duration.ofSeconds(3)),
                new Clock() {
                    @Override
                    public ZoneOffset getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(java.time.ZoneId zone) {
                        return this;
                    }

                    @Override
                    public Instant instant() {
                        return now;
                    }
                },
                metrics);
    }

    SpoolReconciliation reconciliation() {
        return new SpoolReconciliation(store, disk, ledger, intake);
    }

    static byte[] encode(Part10File image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataSetWriter.write(bytes, image.dataSet(), image.transferSyntax());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    StoreStatus send(Part10File image) throws IOException {
        return send(image.dataSet(), image.transferSyntax(), new ByteArrayInputStream(encode(image)));
    }

    StoreStatus send(Part10File image, byte[] bytes) throws IOException {
        return send(image.dataSet(), image.transferSyntax(), new ByteArrayInputStream(bytes));
    }

    StoreStatus send(DataSet command, TransferSyntax syntax, InputStream bytes) throws IOException {
        return send(command.uid(Tag.SOPInstanceUID).orElseThrow(), command, syntax.uid(), bytes);
    }

    StoreStatus send(Uid instance, DataSet command, Uid syntax, InputStream bytes) throws IOException {
        StoreRequest request = new StoreRequest(
                "association-1",
                new AeTitle("MODALITY"),
                new AeTitle("MAMMOCLIP"),
                "127.0.0.1",
                command.uid(Tag.SOPClassUID).orElseThrow(),
                instance,
                syntax);
        return new SpoolingReceiver(intake).receive(request, bytes);
    }

    /** All files below the data folder but locks. */
    List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(dataDir)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals("lock"))
                    .sorted()
                    .toList();
        }
    }

    double counted(String outcome, String reason) {
        return metrics.counter("mammoclip.ingest.instances", "outcome", outcome, "reason", reason)
                .count();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
