package org.mammoclip.embedded.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.testkit.InMemoryPacs;
import org.mammoclip.dicom.testkit.StoredInstance;

/** How exams get into the worker, and what must be at the PACS afterwards. */
final class Exams {
    private static final int CAPTURES = 4;

    private Exams() {}

    /**
     * What was sent.
     *
     * @param refused outcome by file name
     */
    record Sent(Set<Uid> studies, int accepted, Map<String, SendOutcome> refused) {}

    static Sent send(Services services, Phantom phantom) {
        return send(services, phantom.files(), Set.of(phantom.study()));
    }

    /** Puts an exam into the PACS. */
    static void load(Services services, Phantom phantom) throws IOException {
        List<Part10File> objects = new ArrayList<>();
        for (Path file : phantom.files()) {
            objects.add(Part10Reader.read(file, ReadLimits.DEFAULT));
        }
        services.pacs().load(objects);
    }

    /** Sends every DICOM file below a folder; other files are left out. */
    static Sent sendFolder(Services services, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Set<Uid> studies = new LinkedHashSet<>();
        int leftOut = 0;
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                try {
                    Part10Reader.readHeader(path, ReadLimits.DEFAULT)
                            .dataSet()
                            .uid(Tag.StudyInstanceUID)
                            .ifPresent(uid -> {
                                studies.add(uid);
                                files.add(path);
                            });
                } catch (IOException e) {
                    leftOut++;
                }
            }
        }
        if (files.isEmpty()) {
            throw new IOException("no DICOM file in " + folder);
        }
        if (leftOut > 0) {
            System.out.println("          " + leftOut + " files of the folder are no DICOM files and left out");
        }
        return send(services, files, studies);
    }

    private static Sent send(Services services, List<Path> files, Set<Uid> studies) {
        DimseProvider provider =
                ServiceLoader.load(DimseProvider.class).findFirst().orElseThrow();
        RemoteAe worker = RemoteAe.of(
                new AeTitle("MAMMOCLIP"), "127.0.0.1", services.worker().dimsePort());
        List<SendOutcome> outcomes =
                provider.sender(worker, new AeTitle("MODALITY")).store(files);
        Map<String, SendOutcome> refused = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            if (!outcomes.get(i).isAccepted()) {
                refused.put(files.get(i).getFileName().toString(), outcomes.get(i));
            }
        }
        return new Sent(studies, files.size() - refused.size(), refused);
    }

    /** Says on Kafka that the PACS has the exam ({@code schema/events/imaging.study.available.v1.schema.json}). */
    static void announce(Services services, Phantom phantom) throws IOException, InterruptedException {
        byte[] event = new ObjectMapper()
                .writeValueAsBytes(Map.of(
                        "eventId", UUID.randomUUID().toString(),
                        "studyInstanceUID", phantom.study().value(),
                        "source", "pacs",
                        "priority", "ROUTINE",
                        "occurredAt", Instant.now().toString()));
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", services.kafka().bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Services.STUDY_AVAILABLE, phantom.study().value(), event))
                    .get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Kafka does not take the announcement", e);
        }
    }

    /** What is not at the PACS although it should be; empty: nothing is missing. */
    static String missingResults(InMemoryPacs pacs, Uid study) {
        long cad = count(pacs, study, SopClass.MAMMOGRAPHY_CAD_SR);
        long tid1500 = count(pacs, study, SopClass.COMPREHENSIVE_3D_SR);
        long captures = count(pacs, study, SopClass.SECONDARY_CAPTURE_IMAGE);
        if (cad == 1 && tid1500 == 1 && captures == CAPTURES) {
            return "";
        }
        return "the PACS should hold 1 Mammography CAD SR, 1 TID 1500 SR, " + CAPTURES + " SC; it holds " + cad + ", "
                + tid1500 + ", " + captures;
    }

    private static long count(InMemoryPacs pacs, Uid study, Uid sopClass) {
        return pacs.received(study).stream()
                .map(StoredInstance::sopClassUid)
                .filter(sopClass::equals)
                .count();
    }
}
