package org.mammoclip.dicom.web;

import java.util.List;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.SendOutcome;

/** QIDO-RS (PS3.18 10.6) as a client. Thread-safe. */
public final class QidoClient {
    private final WebEndpoint endpoint;

    public QidoClient(WebEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * The instances of a study with at least SOP Class UID, SOP Instance UID and Series Instance UID; empty when the
     * server knows none (200 with an empty array, 204 or 404).
     *
     * @throws WebException if the server could not be reached or answered with an error
     */
    public List<DataSet> instances(Uid study) throws WebException {
        throw new UnsupportedOperationException(endpoint.study(study).toString());
    }

    /**
     * Whether the service answers {@code GET /studies?limit=1} with 200 or 204. Never throws for what the network does.
     */
    public SendOutcome alive() {
        throw new UnsupportedOperationException();
    }
}
