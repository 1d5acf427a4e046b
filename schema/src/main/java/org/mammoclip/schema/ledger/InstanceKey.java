package org.mammoclip.schema.ledger;

import org.mammoclip.dicom.Uid;

/** Names one SOP instance and what it belongs to. */
public record InstanceKey(Uid studyInstanceUid, Uid seriesInstanceUid, Uid sopInstanceUid) {}
