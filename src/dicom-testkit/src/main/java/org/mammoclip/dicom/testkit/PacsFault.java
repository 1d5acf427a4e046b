package org.mammoclip.dicom.testkit;

import java.time.Duration;
import org.mammoclip.dicom.dimse.StoreStatus;

/** A way in which an {@link InMemoryPacs} misbehaves, for the next so many requests. */
public sealed interface PacsFault {
    /** How many requests it meets; {@link Integer#MAX_VALUE}: until cleared. */
    int times();

    /** C-STORE answers the status, STOW-RS lists it as Failure Reason; nothing is stored. */
    record Refuse(StoreStatus status, int times) implements PacsFault {}

    /** DICOMweb answers the code without a body; DIMSE is not affected. */
    record Http(int code, int times) implements PacsFault {}

    /** The connection is closed before anything is stored; over DIMSE, all open ones are. */
    record CloseConnection(int times) implements PacsFault {}

    /** The object is stored, and the connection is closed before the response; over DIMSE, all open ones are. */
    record LoseResponse(int times) implements PacsFault {}

    /** The response waits for this long, or until the faults are cleared. */
    record Stall(Duration delay, int times) implements PacsFault {}
}
