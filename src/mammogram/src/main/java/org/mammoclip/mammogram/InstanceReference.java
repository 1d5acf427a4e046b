package org.mammoclip.mammogram;

import org.mammoclip.dicom.Uid;

/**
 * A SOP instance and where it lies in the study (PS3.3 10.3).
 *
 * @param studyInstanceUid Study Instance UID (0020,000D)
 * @param seriesInstanceUid Series Instance UID (0020,000E)
 * @param sopClassUid SOP Class UID (0008,0016)
 * @param sopInstanceUid SOP Instance UID (0008,0018)
 */
public record InstanceReference(Uid studyInstanceUid, Uid seriesInstanceUid, Uid sopClassUid, Uid sopInstanceUid) {}
