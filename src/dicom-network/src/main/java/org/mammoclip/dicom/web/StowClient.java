package org.mammoclip.dicom.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.InstanceFile;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreStatus;

/** STOW-RS Store Instances (PS3.18 10.5) as a client. Thread-safe. */
public final class StowClient {
    /** Instances in one request at most. */
    static final int MAX_BATCH_INSTANCES = 32;

    /** Bytes in one request at most, unless a single instance is longer. */
    static final long MAX_BATCH_BYTES = 64L << 20;

    /** The slowest upload that is waited for. */
    private static final long MIN_BYTES_PER_SECOND = 100_000;

    private static final int BOUNDARY_BYTES = 16;

    private final WebEndpoint endpoint;
    private final WebExchange exchange;
    private final QidoClient qido;
    private final RandomGenerator random;

    public StowClient(WebEndpoint endpoint) {
        this(endpoint, endpoint);
    }

    /**
     * @param endpoint where instances are stored
     * @param queries where the server is asked what became of an instance; another base for some archives
     */
    public StowClient(WebEndpoint endpoint, WebEndpoint queries) {
        this(endpoint, queries, new SecureRandom());
    }

    /** @param random makes multipart boundaries that do not occur in pixel data */
    StowClient(WebEndpoint endpoint, WebEndpoint queries, RandomGenerator random) {
        this.endpoint = endpoint;
        this.exchange = new WebExchange(endpoint);
        this.qido = new QidoClient(queries);
        this.random = random;
    }

    /**
     * Stores Part 10 files of one study. What became of each instance is read from the response body whatever the HTTP
     * status; for an instance in neither list the server is asked with QIDO-RS. Never throws for what the server or the
     * network does.
     *
     * @param study the Study Instance UID of all files
     * @param part10Files sent unchanged, in order, streamed from disk
     * @return one outcome per SOP Instance UID of the files, in their order
     * @throws IOException if a file cannot be read or is no Part 10 file; then nothing was sent
     */
    public Map<Uid, SendOutcome> store(Uid study, List<Path> part10Files) throws IOException {
        List<InstanceFile> files = new ArrayList<>();
        for (Path file : part10Files) {
            files.add(InstanceFile.open(file));
        }
        Map<Uid, SendOutcome> outcomes = new LinkedHashMap<>();
        for (List<InstanceFile> batch : batches(files)) {
            storeBatch(study, batch, outcomes);
        }
        return outcomes;
    }

    private static List<List<InstanceFile>> batches(List<InstanceFile> files) {
        List<List<InstanceFile>> batches = new ArrayList<>();
        long bytes = 0;
        for (InstanceFile file : files) {
            long length = file.dataSetOffset() + file.dataSetLength();
            boolean full = batches.isEmpty()
                    || batches.get(batches.size() - 1).size() == MAX_BATCH_INSTANCES
                    || bytes + length > MAX_BATCH_BYTES;
            if (full) {
                batches.add(new ArrayList<>());
                bytes = 0;
            }
            batches.get(batches.size() - 1).add(file);
            bytes += length;
        }
        return batches;
    }

    private void storeBatch(Uid study, List<InstanceFile> batch, Map<Uid, SendOutcome> outcomes) throws IOException {
        byte[] random128 = new byte[BOUNDARY_BYTES];
        random.nextBytes(random128);
        String boundary = HexFormat.of().formatHex(random128);
        BodyPublisher body = body(batch, boundary);
        Duration sendTime = Duration.ofSeconds(body.contentLength() / MIN_BYTES_PER_SECOND);
        int status;
        StowResponse lists;
        try (WebExchange.Response response = exchange.post(
                endpoint.study(study),
                WebExchange.DICOM_JSON,
                "multipart/related; type=\"application/dicom\"; boundary=" + boundary,
                body,
                sendTime)) {
            status = response.status();
            lists = lists(response);
        } catch (WebException e) {
            SendOutcome failure = HttpOutcome.of(e);
            batch.forEach(file -> outcomes.put(file.sopInstanceUid(), failure));
            return;
        }
        decide(study, batch, status, lists, outcomes);
    }

    private void decide(
            Uid study, List<InstanceFile> batch, int status, StowResponse lists, Map<Uid, SendOutcome> outcomes) {
        boolean ask = mayHaveStored(status)
                && batch.stream()
                        .anyMatch(file -> lists.outcome(file.sopInstanceUid()).isEmpty());
        Optional<Set<Uid>> known = ask ? known(study) : Optional.empty();
        for (InstanceFile file : batch) {
            Uid uid = file.sopInstanceUid();
            outcomes.put(
                    uid, lists.outcome(uid).orElseGet(() -> ask ? asked(status, uid, known) : HttpOutcome.of(status)));
        }
    }

    private static BodyPublisher body(List<InstanceFile> batch, String boundary) throws IOException {
        List<BodyPublisher> pieces = new ArrayList<>();
        for (InstanceFile file : batch) {
            pieces.add(BodyPublishers.ofByteArray(
                    ("\r\n--" + boundary + "\r\nContent-Type: application/dicom\r\n\r\n").getBytes(US_ASCII)));
            pieces.add(BodyPublishers.ofFile(file.path()));
        }
        pieces.add(BodyPublishers.ofByteArray(("\r\n--" + boundary + "--\r\n").getBytes(US_ASCII)));
        return BodyPublishers.concat(pieces.toArray(BodyPublisher[]::new));
    }

    /** What the body says, whatever the status and the content type; nothing if it is not DICOM JSON. */
    private static StowResponse lists(WebExchange.Response response) {
        try {
            return StowResponse.of(response.json());
        } catch (WebException noUsableBody) {
            return StowResponse.EMPTY;
        }
    }

    /** Not for the statuses that come before any instance is looked at. */
    private static boolean mayHaveStored(int status) {
        return switch (status) {
            case 401, 403, 404, 405, 411, 413, 415, 429 -> false;
            default -> status / 100 != 3;
        };
    }

    /** The SOP Instance UIDs that the server has of the study; empty if it does not answer. */
    private Optional<Set<Uid>> known(Uid study) {
        try {
            Set<Uid> known = new HashSet<>();
            for (DataSet instance : qido.instances(study)) {
                instance.uid(Tag.SOPInstanceUID).ifPresent(known::add);
            }
            return Optional.of(known);
        } catch (WebException e) {
            return Optional.empty();
        }
    }

    /** For an instance that the response does not mention. */
    private static SendOutcome asked(int status, Uid uid, Optional<Set<Uid>> known) {
        if (known.isEmpty()) {
            return new SendOutcome.Unreachable("HTTP " + status + " without this instance, and no answer to QIDO-RS");
        }
        if (known.get().contains(uid)) {
            return new SendOutcome.Accepted(new StoreStatus(0, "found by QIDO-RS"));
        }
        return status / 100 == 2
                ? new SendOutcome.Refused(StoreStatus.processingFailure("success without the instance"), false)
                : HttpOutcome.of(status);
    }
}
