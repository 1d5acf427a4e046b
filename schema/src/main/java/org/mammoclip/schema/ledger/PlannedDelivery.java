package org.mammoclip.schema.ledger;

import org.mammoclip.dicom.Uid;

/**
 * One object is to reach one destination.
 *
 * @param destination its configured name
 */
public record PlannedDelivery(String destination, Uid sopInstanceUid) {
    public PlannedDelivery {
        Checks.matches(destination, "[A-Za-z0-9._-]{1,64}", "destination");
    }
}
