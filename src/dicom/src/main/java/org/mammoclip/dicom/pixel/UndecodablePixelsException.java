package org.mammoclip.dicom.pixel;

import java.io.IOException;

/**
 * Why an image has no usable pixels. The message names attributes, sizes and codestream parts, never a text value of the
 * object.
 */
public final class UndecodablePixelsException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The kinds of failure. Names are permanent: the ledger stores them and the operator's guide quotes them. */
    public enum Reason {
        /** A required attribute of the Image Pixel module is missing, empty or not a number. */
        MISSING_ATTRIBUTE,
        /** Attributes contradict each other or the standard: zero rows, High Bit outside Bits Allocated. */
        CONTRADICTORY_ATTRIBUTES,
        /** Legal, but not a single-frame monochrome image of 8 or 16 bits allocated. */
        UNSUPPORTED_FORMAT,
        /** Larger than the bound on pixels, or a codestream absurdly larger than the pixels it should hold. */
        TOO_LARGE,
        /** No decoder for the transfer syntax; it is not offered in negotiation either. */
        UNSUPPORTED_TRANSFER_SYNTAX,
        /** No Pixel Data, or Pixel Data in a form that does not belong to the transfer syntax. */
        NO_PIXEL_DATA,
        /** Pixel Data has fewer or more bytes than the attributes say, or a codestream ends early. */
        LENGTH_MISMATCH,
        /** The codestream's own size, component count or precision contradicts the attributes. */
        CODESTREAM_MISMATCH,
        /** The codestream uses a legal feature that the decoder does not know. */
        UNSUPPORTED_CODESTREAM,
        /** The codestream is broken. */
        CORRUPT_CODESTREAM,
        /** A modality or VOI look-up table or rescale that cannot be applied. */
        INVALID_GREY_TRANSFORM,
        /** The image says nothing about its rendering and none is invented for it. */
        NO_VOI,
        /** The file holding the pixels could not be read; the only reason that another try may cure. */
        SOURCE_UNREADABLE;

        /** Whether another attempt on the same bytes must fail again. */
        public boolean isPermanent() {
            return this != SOURCE_UNREADABLE;
        }
    }

    private final Reason reason;

    public UndecodablePixelsException(Reason reason, String detailWithoutPatientData) {
        super(reason + ": " + detailWithoutPatientData);
        this.reason = reason;
    }

    public UndecodablePixelsException(Reason reason, String detailWithoutPatientData, Throwable cause) {
        super(reason + ": " + detailWithoutPatientData, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
