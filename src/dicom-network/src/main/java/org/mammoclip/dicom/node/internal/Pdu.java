package org.mammoclip.dicom.node.internal;

import java.util.List;
import java.util.Optional;

/**
 * The protocol data units (PS3.8 9.3) as values. Text is held as it stood on the wire without padding: what is legal is
 * the business of {@link Admission}, not of the codec. P-DATA-TF has no value here because it is streamed.
 */
sealed interface Pdu {
    PduType type();

    /**
     * A-ASSOCIATE-RQ (9.3.2).
     *
     * @param protocolVersion bit field, bit 0 is version 1
     * @param contexts in the order of the requestor
     */
    record AssociateRq(
            int protocolVersion,
            String calledAeTitle,
            String callingAeTitle,
            String applicationContext,
            List<ProposedContext> contexts,
            UserInformation userInformation)
            implements Pdu {
        public AssociateRq {
            contexts = List.copyOf(contexts);
        }

        @Override
        public PduType type() {
            return PduType.A_ASSOCIATE_RQ;
        }
    }

    /** A-ASSOCIATE-AC (9.3.3); the titles are the ones of the request. */
    record AssociateAc(
            String calledAeTitle, String callingAeTitle, List<ContextResult> contexts, UserInformation userInformation)
            implements Pdu {
        public AssociateAc {
            contexts = List.copyOf(contexts);
        }

        @Override
        public PduType type() {
            return PduType.A_ASSOCIATE_AC;
        }
    }

    /** A-ASSOCIATE-RJ (9.3.4), the three numbers of Table 9-21. */
    record AssociateRj(int result, int source, int reason) implements Pdu {
        static final AssociateRj PROTOCOL_VERSION = new AssociateRj(1, 2, 2);
        static final AssociateRj APPLICATION_CONTEXT = new AssociateRj(1, 1, 2);
        static final AssociateRj CALLING_AE_TITLE = new AssociateRj(1, 1, 3);
        static final AssociateRj CALLED_AE_TITLE = new AssociateRj(1, 1, 7);
        static final AssociateRj TEMPORARY_CONGESTION = new AssociateRj(2, 3, 1);
        static final AssociateRj LOCAL_LIMIT_EXCEEDED = new AssociateRj(2, 3, 2);

        @Override
        public PduType type() {
            return PduType.A_ASSOCIATE_RJ;
        }

        boolean isPermanent() {
            return result == 1;
        }

        /** The words of Table 9-21. */
        String meaning() {
            return switch (source << 8 | reason) {
                case 0x101, 0x201 -> "no reason given";
                case 0x102 -> "application context name not supported";
                case 0x103 -> "calling AE title not recognized";
                case 0x107 -> "called AE title not recognized";
                case 0x202 -> "protocol version not supported";
                case 0x301 -> "temporary congestion";
                case 0x302 -> "local limit exceeded";
                default -> "source " + source + " reason " + reason;
            };
        }
    }

    /** A-RELEASE-RQ (9.3.6). */
    record ReleaseRq() implements Pdu {
        @Override
        public PduType type() {
            return PduType.A_RELEASE_RQ;
        }
    }

    /** A-RELEASE-RP (9.3.7). */
    record ReleaseRp() implements Pdu {
        @Override
        public PduType type() {
            return PduType.A_RELEASE_RP;
        }
    }

    /** A-ABORT (9.3.8), Table 9-26: source 0 service user, 2 service provider with a reason. */
    record Abort(int source, int reason) implements Pdu {
        static final int UNRECOGNIZED_PDU = 1;
        static final int UNEXPECTED_PDU = 2;
        static final int INVALID_PDU_PARAMETER_VALUE = 6;

        static final Abort BY_USER = new Abort(0, 0);

        static Abort byProvider(int reason) {
            return new Abort(2, reason);
        }

        @Override
        public PduType type() {
            return PduType.A_ABORT;
        }
    }

    /** A presentation context item of a request (9.3.2.2). {@code id} is odd, 1 to 255. */
    record ProposedContext(int id, String abstractSyntax, List<String> transferSyntaxes) {
        public ProposedContext {
            transferSyntaxes = List.copyOf(transferSyntaxes);
        }
    }

    /** A presentation context item of a response (9.3.3.2); the transfer syntax counts only when accepted. */
    record ContextResult(int id, int result, String transferSyntax) {
        static final int ACCEPTANCE = 0;
        static final int USER_REJECTION = 1;
        static final int ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;
        static final int TRANSFER_SYNTAXES_NOT_SUPPORTED = 4;

        boolean isAccepted() {
            return result == ACCEPTANCE;
        }
    }

    /**
     * The user information item (9.3.2.3, Annex D). Sub-items that are not listed are skipped when read.
     *
     * @param maximumLength longest P-DATA-TF variable field the writer of this item takes, 0 for no limit
     * @param implementationClassUid as on the wire, may be empty
     * @param implementationVersionName as on the wire, may be empty
     * @param asynchronousOperations maximum operations invoked and performed, when present
     */
    record UserInformation(
            long maximumLength,
            String implementationClassUid,
            String implementationVersionName,
            Optional<AsynchronousOperations> asynchronousOperations) {}

    /** Asynchronous operations window (PS3.7 D.3.3.3). */
    record AsynchronousOperations(int invoked, int performed) {}
}
