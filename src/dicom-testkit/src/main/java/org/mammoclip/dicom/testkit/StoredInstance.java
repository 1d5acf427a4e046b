package org.mammoclip.dicom.testkit;

import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.TransferSyntax;

/**
 * An object that an {@link InMemoryPacs} holds.
 *
 * @param arrivals how often it was stored: 1 proves exactly once, more are duplicates that were accepted again
 * @param identical whether all arrivals had the same data set bytes
 */
public record StoredInstance(
        Uid studyInstanceUid,
        Uid seriesInstanceUid,
        Uid sopInstanceUid,
        Uid sopClassUid,
        TransferSyntax transferSyntax,
        String modality,
        int arrivals,
        boolean identical) {}
