package org.mammoclip.dicom.web;

import org.mammoclip.dicom.Uid;

/** WADO-RS Retrieve Study (PS3.18 10.4) as a client. Thread-safe. */
public final class WadoClient {
    private final WebEndpoint endpoint;

    public WadoClient(WebEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Streams all instances of a study, in the transfer syntax the server keeps them in, to the receiver. Nothing is
     * held in memory.
     *
     * @throws WebException if the server could not be reached, answered with an error or broke off; parts received
     *     before stay received. 404 is permanent
     * @throws java.io.IOException whatever the receiver throws, unchanged
     */
    public Retrieval retrieveStudy(Uid study, PartReceiver receiver) throws java.io.IOException {
        throw new UnsupportedOperationException(endpoint.study(study) + " " + receiver);
    }
}
