package org.mammoclip.dicom.web;

import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreStatus;

/** HTTP failures in the words of {@link SendOutcome}. */
final class HttpOutcome {
    private HttpOutcome() {}

    /** For an error status that says nothing about single instances (PS3.18 10.5.3.1). */
    static SendOutcome of(int httpStatus) {
        String comment = "HTTP " + httpStatus;
        return switch (httpStatus) {
            case 401, 403 -> new SendOutcome.Refused(StoreStatus.notAuthorised(comment), true);
            case 415 -> new SendOutcome.Refused(StoreStatus.sopClassNotSupported(comment), true);
            case 429, 503, 507 -> new SendOutcome.Refused(StoreStatus.outOfResources(comment), false);
            default ->
                new SendOutcome.Refused(StoreStatus.processingFailure(comment), WebExchange.isPermanent(httpStatus));
        };
    }

    static SendOutcome of(WebException e) {
        return e.isPermanent()
                ? new SendOutcome.Refused(StoreStatus.processingFailure(String.valueOf(e.getMessage())), true)
                : new SendOutcome.Unreachable(String.valueOf(e.getMessage()));
    }
}
