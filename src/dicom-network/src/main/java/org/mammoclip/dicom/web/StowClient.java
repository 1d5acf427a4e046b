package org.mammoclip.dicom.web;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.SendOutcome;

/** STOW-RS Store Instances (PS3.18 10.5) as a client. Thread-safe. */
public final class StowClient {
    private final WebEndpoint endpoint;

    public StowClient(WebEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Stores Part 10 files of one study. What became of each instance is read from the response body whatever the HTTP
     * status; for an instance in neither list the server is asked with QIDO-RS. Never throws for what the server or the
     * network does.
     *
     * @param study the Study Instance UID of all files
     * @param part10Files sent unchanged, in order, streamed from disk
     * @return one outcome per SOP Instance UID of the files, in their order
     * @throws java.io.IOException if a file cannot be read or is no Part 10 file; then nothing was sent
     */
    public Map<Uid, SendOutcome> store(Uid study, List<Path> part10Files) throws java.io.IOException {
        throw new UnsupportedOperationException(endpoint.study(study) + " " + part10Files.size());
    }
}
