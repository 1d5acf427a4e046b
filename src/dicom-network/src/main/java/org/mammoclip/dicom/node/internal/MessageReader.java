package org.mammoclip.dicom.node.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts DIMSE messages together from P-DATA-TF PDUs (PS3.7 6.3.1, PS3.8 Annex E). The command set is read as a whole,
 * the data set stays a stream. One thread.
 */
final class MessageReader {
    private final UpperLayer layer;
    private final Map<Integer, PresentationContext> contexts;
    private final long maxDataSetBytes;

    MessageReader(UpperLayer layer, Map<Integer, PresentationContext> contexts, long maxDataSetBytes) {
        this.layer = layer;
        this.contexts = contexts;
        this.maxDataSetBytes = maxDataSetBytes;
    }

    /**
     * @param dataSet null when none follows; must be drained before the next message
     */
    record Message(
            PresentationContext context,
            CommandSet command,
            @Nullable DataSetStream dataSet) {}

    /** Called when a message has begun: the peer's silence is now measured otherwise. */
    @FunctionalInterface
    interface Begin {
        void messageBegins() throws AssociationEndedException;
    }

    /**
     * The next message.
     *
     * @return null when the peer asked for release instead
     * @throws AssociationEndedException when the association ended; an A-ABORT that is due has been sent
     */
    @Nullable
    Message next(Begin begin) throws AssociationEndedException {
        try {
            return read(begin);
        } catch (IOException e) {
            throw layer.end(e);
        }
    }

    private @Nullable Message read(Begin begin) throws IOException {
        byte[] command = new byte[1024];
        int length = 0;
        int contextId = -1;
        int emptyFragments = 0;
        while (true) {
            PduReader.Pdv pdv = layer.reader().nextPdv();
            while (pdv == null) {
                PduType type = layer.receive();
                if (type == PduType.A_RELEASE_RQ && contextId < 0) {
                    return null;
                }
                if (type != PduType.P_DATA_TF) {
                    throw new InvalidPduException(Pdu.Abort.UNEXPECTED_PDU, "release within a command set");
                }
                pdv = layer.reader().nextPdv();
            }
            if (contextId < 0) {
                begin.messageBegins();
                contextId = pdv.contextId();
            }
            if (!pdv.command() || pdv.contextId() != contextId) {
                throw InvalidPduException.parameter("PDV is not of the command set that is due");
            }
            if (length + pdv.length() > CommandSet.MAX_BYTES) {
                throw InvalidPduException.parameter("command set longer than " + CommandSet.MAX_BYTES + " bytes");
            }
            if (pdv.length() == 0 && ++emptyFragments > DataSetStream.MAX_EMPTY_FRAGMENTS) {
                throw InvalidPduException.parameter("too many empty PDVs");
            }
            if (length + pdv.length() > command.length) {
                command = Arrays.copyOf(command, CommandSet.MAX_BYTES);
            }
            while (layer.reader().pdvRemaining() > 0) {
                length += layer.reader().read(command, length, command.length - length);
            }
            if (pdv.last()) {
                return message(contextId, CommandSet.decode(Arrays.copyOf(command, length)));
            }
        }
    }

    private Message message(int contextId, CommandSet command) throws InvalidPduException {
        PresentationContext context = contexts.get(contextId);
        if (context == null) {
            throw InvalidPduException.parameter("presentation context was not accepted");
        }
        return new Message(
                context, command, command.hasDataSet() ? new DataSetStream(layer, contextId, maxDataSetBytes) : null);
    }
}
