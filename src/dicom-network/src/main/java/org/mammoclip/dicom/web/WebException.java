package org.mammoclip.dicom.web;

import java.io.IOException;

/**
 * A DICOMweb request that failed. Says whether the same request may succeed later. The message holds the HTTP status and
 * a reason, never patient data, a URL or anything from the response body.
 */
public final class WebException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int httpStatus;
    private final boolean permanent;

    public WebException(String reason, int httpStatus, boolean permanent) {
        super(reason);
        this.httpStatus = httpStatus;
        this.permanent = permanent;
    }

    public WebException(String reason, boolean permanent, Throwable cause) {
        super(reason, cause);
        this.httpStatus = 0;
        this.permanent = permanent;
    }

    /** The status code, 0 when no response arrived or its body was at fault. */
    public int httpStatus() {
        return httpStatus;
    }

    /** Whether sending the same again is pointless until somebody changes a configuration. */
    public boolean isPermanent() {
        return permanent;
    }
}
