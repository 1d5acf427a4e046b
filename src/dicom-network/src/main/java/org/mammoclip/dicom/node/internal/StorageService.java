package org.mammoclip.dicom.node.internal;

import java.io.IOException;
import java.util.Optional;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.InstanceReceiver;
import org.mammoclip.dicom.dimse.StoreRequest;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service class provider: answers C-ECHO (PS3.4 Annex A) and C-STORE (PS3.4 Annex B) requests, and any other with
 * 0211H. A refused message never ends the association. One thread per association.
 */
final class StorageService {
    private static final Logger LOG = LoggerFactory.getLogger(StorageService.class);

    private static final StoreStatus UNRECOGNIZED_OPERATION = new StoreStatus(0x0211, "");
    private static final StoreStatus NO_DATA_SET = new StoreStatus(0x0212, "C-STORE without data set");

    private final InstanceReceiver receiver;
    private final ListenerStatistics statistics;
    private final byte[] scratch = new byte[64 << 10];

    StorageService(InstanceReceiver receiver, ListenerStatistics statistics) {
        this.receiver = receiver;
        this.statistics = statistics;
    }

    /** Adds what is known of the association. */
    @FunctionalInterface
    interface RequestFactory {
        StoreRequest request(Uid sopClass, Uid sopInstance, Uid transferSyntax);
    }

    /**
     * Performs the operation. The message's data set has been read to its end when this returns.
     *
     * @return the response to send
     * @throws AssociationEndedException if the association ended meanwhile; then nothing is acknowledged
     */
    CommandSet serve(MessageReader.Message message, RequestFactory requests) throws AssociationEndedException {
        CommandSet command = message.command();
        DataSetStream data = message.dataSet();
        StoreStatus status;
        if (command.field() == CommandSet.C_STORE_RQ) {
            status = store(message, requests);
        } else {
            status = command.field() == CommandSet.C_ECHO_RQ ? StoreStatus.SUCCESS : UNRECOGNIZED_OPERATION;
            if (data != null) {
                data.drain(scratch);
            }
        }
        return response(command, status);
    }

    private StoreStatus store(MessageReader.Message message, RequestFactory requests) throws AssociationEndedException {
        DataSetStream data = message.dataSet();
        if (data == null) {
            statistics.countInstance(false, 0);
            return NO_DATA_SET;
        }
        StoreStatus status = check(message).orElse(null);
        if (status == null) {
            status = receive(message, data, requests);
        }
        data.drain(scratch);
        if (data.isTooLong()) {
            status = StoreStatus.outOfResources("data set is longer than this node takes");
        }
        statistics.countInstance(status.isSuccess() || status.isWarning(), data.bytes());
        return status;
    }

    /** What is wrong with the command itself; empty when nothing is. */
    private static Optional<StoreStatus> check(MessageReader.Message message) {
        CommandSet command = message.command();
        Optional<Uid> sopClass = command.uid(Tag.AffectedSOPClassUID);
        if (sopClass.isEmpty()) {
            return Optional.of(StoreStatus.invalidInstance("Affected SOP Class UID is not a UID"));
        }
        if (!sopClass.get().equals(message.context().abstractSyntax())) {
            return Optional.of(StoreStatus.sopClassNotSupported("SOP class is not the one of the context"));
        }
        if (sopClass.get().value().equals(Negotiation.VERIFICATION)) {
            return Optional.of(UNRECOGNIZED_OPERATION);
        }
        return command.uid(Tag.AffectedSOPInstanceUID).isEmpty()
                ? Optional.of(StoreStatus.invalidInstance("Affected SOP Instance UID is not a UID"))
                : Optional.empty();
    }

    private StoreStatus receive(MessageReader.Message message, DataSetStream data, RequestFactory requests)
            throws AssociationEndedException {
        StoreRequest request = requests.request(
                message.context().abstractSyntax(),
                message.command().uid(Tag.AffectedSOPInstanceUID).orElseThrow(),
                message.context().transferSyntax());
        try {
            return receiver.receive(request, data);
        } catch (IOException | RuntimeException e) {
            AssociationEndedException ended = data.failure();
            if (ended != null) {
                throw ended;
            }
            if (!data.isTooLong()) {
                LOG.error("{}: the receiver failed, answering 0110H", request.associationId(), e);
            }
            return StoreStatus.processingFailure("the receiver failed");
        }
    }

    /** PS3.7 9.1.1.1 and 9.3: the response to any request. */
    private static CommandSet response(CommandSet command, StoreStatus status) {
        CommandSet.Builder response = CommandSet.builder(command.field() | CommandSet.RESPONSE)
                .number(Tag.CommandDataSetType, CommandSet.NO_DATA_SET)
                .number(Tag.Status, status.code());
        command.number(Tag.MessageID).ifPresent(id -> response.number(Tag.MessageIDBeingRespondedTo, id));
        command.uid(Tag.AffectedSOPClassUID).ifPresent(uid -> response.uid(Tag.AffectedSOPClassUID, uid));
        command.uid(Tag.AffectedSOPInstanceUID).ifPresent(uid -> response.uid(Tag.AffectedSOPInstanceUID, uid));
        if (!status.comment().isEmpty()) {
            response.text(Tag.ErrorComment, status.comment(), ' ');
        }
        return response.build();
    }
}
