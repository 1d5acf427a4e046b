package org.mammoclip.conformance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.file.FileMeta;
import org.mammoclip.dicom.file.Implementation;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Writer;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.testkit.SyntheticView;

/**
 * Objects that no peer has seen, sent over several associations at once. Each object is a study of its own with a single
 * view, so that a worker stores it and has nothing to score.
 */
final class LoadGenerator {
    private static final UUID NAMESPACE = UUID.fromString("1d5f6c52-6a3b-4f0c-9a1e-0d6f6c1a7b11");
    private static final AeTitle CALLING = new AeTitle("LOADGEN");

    private final Path directory;
    private final Part10File template;
    private final AtomicLong serial;
    private final DimseProvider provider = ServiceLoader.load(DimseProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals("embedded"))
            .findFirst()
            .orElseThrow();

    /**
     * @param seed another seed makes other UIDs
     * @param size of the images; 16 bits a pixel
     */
    LoadGenerator(Path directory, long seed, ImageSize size) {
        this.directory = directory;
        this.serial = new AtomicLong(seed << 24);
        this.template = SyntheticExam.builder(seed)
                .size(size)
                .views(SyntheticView.LCC)
                .build()
                .syntheticImages()
                .get(0)
                .render();
    }

    /** Writes objects with new UIDs; not part of any measurement. */
    List<Path> objects(int count) throws IOException {
        Files.createDirectories(directory);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long number = serial.incrementAndGet();
            Uid instance = Uid.nameBased(NAMESPACE, "instance" + number);
            DataSet dataSet = template.dataSet().toBuilder()
                    .uid(Tag.SOPInstanceUID, instance)
                    .uid(Tag.SeriesInstanceUID, Uid.nameBased(NAMESPACE, "series" + number))
                    .uid(Tag.StudyInstanceUID, Uid.nameBased(NAMESPACE, "study" + number))
                    .build();
            Uid sopClass = dataSet.uid(Tag.SOPClassUID).orElseThrow();
            Path file = directory.resolve("object-" + i + ".dcm");
            Part10Writer.write(
                    file,
                    new Part10File(
                            FileMeta.of(sopClass, instance, template.transferSyntax(), Implementation.MAMMOCLIP),
                            template.transferSyntax(),
                            dataSet));
            files.add(file);
        }
        return files;
    }

    /**
     * @param objects answered with success
     * @param bytes of these objects
     * @param nanos from the first association's request to the last answer
     */
    record Sent(int objects, long bytes, long nanos) {
        double megabytesPerSecond() {
            return bytes / 1e6 / (nanos / 1e9);
        }

        double objectsPerSecond() {
            return objects / (nanos / 1e9);
        }
    }

    /** Sends everything, split over so many associations. @throws IOException if anything was not accepted */
    Sent send(List<Path> files, int associations, String calledAe, int port) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(associations);
        try {
            RemoteAe remote = RemoteAe.of(new AeTitle(calledAe), "127.0.0.1", port);
            List<Future<List<SendOutcome>>> answers = new ArrayList<>();
            long start = System.nanoTime();
            for (int a = 0; a < associations; a++) {
                List<Path> share = new ArrayList<>();
                for (int i = a; i < files.size(); i += associations) {
                    share.add(files.get(i));
                }
                answers.add(
                        threads.submit(() -> provider.sender(remote, CALLING).store(share)));
            }
            for (Future<List<SendOutcome>> answer : answers) {
                for (SendOutcome outcome : answer.get()) {
                    if (!outcome.isAccepted()) {
                        throw new IOException("not accepted by " + calledAe + ": " + outcome);
                    }
                }
            }
            long nanos = System.nanoTime() - start;
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            return new Sent(files.size(), bytes, nanos);
        } catch (ExecutionException e) {
            throw new IOException("a sender failed", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
