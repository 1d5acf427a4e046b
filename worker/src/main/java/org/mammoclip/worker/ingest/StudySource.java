package org.mammoclip.worker.ingest;

import java.io.IOException;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.web.PartReceiver;
import org.mammoclip.dicom.web.Retrieval;

/** Where announced studies are fetched: {@code WadoClient::retrieveStudy} in production. Thread-safe. */
@FunctionalInterface
public interface StudySource {
    /**
     * Hands every instance that the source has of the study to the receiver.
     *
     * @throws org.mammoclip.dicom.web.WebException if the source could not be reached, refused or broke off
     * @throws IOException whatever the receiver throws, unchanged
     */
    Retrieval retrieveStudy(Uid studyInstanceUid, PartReceiver receiver) throws IOException;
}
