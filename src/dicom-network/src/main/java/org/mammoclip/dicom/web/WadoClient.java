package org.mammoclip.dicom.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.mammoclip.dicom.Uid;

/** WADO-RS Retrieve Study (PS3.18 10.4) as a client. Thread-safe. */
public final class WadoClient {
    /** With the asterisk the server sends what it keeps; without it, it converts to Explicit VR Little Endian. */
    private static final String ACCEPT = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

    /** Longest instance taken, in bytes. */
    static final long MAX_INSTANCE_BYTES = 2L << 30;

    private final WebEndpoint endpoint;
    private final WebExchange exchange;

    public WadoClient(WebEndpoint endpoint) {
        this.endpoint = endpoint;
        this.exchange = new WebExchange(endpoint);
    }

    /**
     * Streams all instances of a study, in the transfer syntax the server keeps them in, to the receiver. Nothing is
     * held in memory.
     *
     * @throws WebException if the server could not be reached, answered with an error or broke off; parts received
     *     before stay received. 404 is permanent
     * @throws IOException whatever the receiver throws, unchanged
     */
    public Retrieval retrieveStudy(Uid study, PartReceiver receiver) throws IOException {
        try (WebExchange.Response response = exchange.get(endpoint.study(study), ACCEPT)) {
            if (response.status() == 204) {
                return new Retrieval(0, true);
            }
            if (!response.isOk()) {
                throw WebExchange.failure(response.status());
            }
            MediaType type = response.contentType()
                    .orElseThrow(() -> new WebException("response without content type", response.status(), true));
            int parts = switch (type.essence()) {
                case "multipart/related" -> receiveAll(new MultipartReader(response.body(), type), receiver);
                case "application/dicom" -> {
                    receiveOne(response.body(), receiver);
                    yield 1;
                }
                default -> throw new WebException("response is neither multipart nor DICOM", response.status(), true);
            };
            return new Retrieval(parts, response.status() != 206);
        }
    }

    private static int receiveAll(MultipartReader body, PartReceiver receiver) throws IOException {
        int parts = 0;
        Optional<MultipartReader.Part> part = body.next();
        while (part.isPresent()) {
            receiveOne(part.get().data(), receiver);
            parts++;
            part = body.next();
        }
        return parts;
    }

    private static void receiveOne(InputStream part, PartReceiver receiver) throws IOException {
        receiver.receive(new BoundedInputStream(part, MAX_INSTANCE_BYTES));
    }
}
