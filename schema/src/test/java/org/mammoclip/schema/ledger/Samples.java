package org.mammoclip.schema.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.dicom.Uid;

/** Records for tests, each derived from a small number. */
final class Samples {
    static final Instant T0 = Instant.parse("2026-11-22T09:00:00Z");
    static final Duration LEASE = Duration.ofSeconds(60);
    static final Duration GRACE = Duration.ofSeconds(3);
    static final WorkerId ANNA = new WorkerId("anna");
    static final WorkerId BERT = new WorkerId("bert");
    static final PatientKey PATIENT = PatientKey.of("P1", "HOSPITAL");
    static final List<String> SLOTS = List.of("LCC", "LMLO", "RCC", "RMLO");

    private static final Uid EXPLICIT_LITTLE_ENDIAN = Uid.of("1.2.840.10008.1.2.1");
    private static final Uid MAMMOGRAPHY = Uid.of("1.2.840.10008.5.1.4.1.1.1.2");

    private Samples() {}

    static Uid study(int number) {
        return Uid.of("1.2.3." + number);
    }

    static Uid image(int study, int number) {
        return Uid.of("1.2.3." + study + ".1." + number);
    }

    static Sha256 digest(String content) {
        try {
            return Sha256.of(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static StoredObject object(String spoolId, String content, Uid sopClass) {
        return new StoredObject(
                new SpoolId(spoolId), digest(content), content.length(), EXPLICIT_LITTLE_ENDIAN, sopClass);
    }

    /** View {@code number} (1 to 4: the four standard views) of a study, received {@code number} seconds after T0. */
    static ReceivedInstance view(int study, int number) {
        return received(study, number, "s" + study + "-" + number, "pixels " + study + " " + number, PATIENT, true);
    }

    static ReceivedInstance received(
            int study, int number, String spoolId, String content, PatientKey patient, boolean candidate) {
        Instant at = T0.plusSeconds(number);
        return new ReceivedInstance(
                new InstanceKey(study(study), Uid.of("1.2.3." + study + ".1"), image(study, number)),
                object(spoolId, content, MAMMOGRAPHY),
                new RecordedDecision(
                        candidate ? "STD_VIEW" : "TOMO_VOLUME",
                        candidate ? SLOTS.get((number - 1) % 4) : null,
                        candidate,
                        "a reason"),
                patient,
                "ACC" + study,
                "{\"00080060\":{\"vr\":\"CS\",\"Value\":[\"MG\"]}}",
                "MODALITY1",
                RequestPriority.ROUTINE,
                at,
                at.plus(GRACE));
    }

    static ReceivedInstance withPriority(ReceivedInstance i, RequestPriority priority) {
        return new ReceivedInstance(
                i.key(),
                i.object(),
                i.decision(),
                i.patient(),
                i.accessionNumber(),
                i.headerJson(),
                i.origin(),
                priority,
                i.receivedAt(),
                i.decideAt());
    }

    static ReceivedInstance receivedAt(ReceivedInstance i, Instant at) {
        return new ReceivedInstance(
                i.key(),
                i.object(),
                i.decision(),
                i.patient(),
                i.accessionNumber(),
                i.headerJson(),
                i.origin(),
                i.priority(),
                at,
                at.plus(GRACE));
    }

    static AssembledExam exam(int study) {
        List<AssembledExam.Image> images = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            images.add(new AssembledExam.Image(image(study, i + 1), SLOTS.get(i)));
        }
        return new AssembledExam(images, false, "four views");
    }

    static OutputObject output(int study, int revision, OutputKind kind, int number) {
        String name = "o" + study + "-" + revision + "-" + kind.ordinal() + "-" + number;
        return new OutputObject(
                Uid.of("1.2.3." + study + ".9." + kind.ordinal()),
                Uid.of("1.2.3." + study + ".9." + revision + "." + kind.ordinal() + "." + number),
                kind,
                kind == OutputKind.SECONDARY_CAPTURE ? image(study, number) : null,
                object(name, name, Uid.of("1.2.840.10008.5.1.4.1.1.7")));
    }

    /** Two structured reports first, then one Secondary Capture: the ledger has to bring them into sending order. */
    static ScoringResult result(int study, int revision, TriagePriority priority, Instant at, String... destinations) {
        List<OutputObject> outputs = List.of(
                output(study, revision, OutputKind.TID1500_SR, 1),
                output(study, revision, OutputKind.MAMMOGRAPHY_CAD_SR, 1),
                output(study, revision, OutputKind.SECONDARY_CAPTURE, 1));
        List<PlannedDelivery> deliveries = new ArrayList<>();
        for (String destination : destinations) {
            for (OutputObject output : outputs) {
                deliveries.add(new PlannedDelivery(destination, output.sopInstanceUid()));
            }
        }
        double score = priority == TriagePriority.URGENT ? 0.9 : 0.1;
        return new ScoringResult(
                new RecordedModel(
                        "demo",
                        "1",
                        digest("checkpoint"),
                        "0.1.0",
                        "prep-1",
                        "site-1",
                        digest("findings"),
                        "untrained"),
                priority,
                score,
                List.of(
                        new FindingRow("mass", "LEFT", image(study, 1), score, 0.5, score >= 0.5),
                        new FindingRow("mass", "LEFT", null, score, 0.5, score >= 0.5),
                        new FindingRow("mass", null, null, score, 0.5, score >= 0.5)),
                new RecordedDensity(0.1, 0.2, 0.3, 0.4),
                outputs,
                deliveries,
                "cpu",
                at);
    }
}
