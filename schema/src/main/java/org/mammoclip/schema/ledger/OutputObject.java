package org.mammoclip.schema.ledger;

import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/**
 * An object that we made, its bytes durable in the spool as a Part 10 file.
 *
 * @param sourceInstanceUid the image it shows; null: the whole study
 */
public record OutputObject(
        Uid seriesInstanceUid,
        Uid sopInstanceUid,
        OutputKind kind,
        @Nullable Uid sourceInstanceUid,
        StoredObject object) {}
