package org.mammoclip.dicom.dcm4che;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Commands;
import org.dcm4che3.net.Dimse;
import org.dcm4che3.net.DimseRQHandler;
import org.dcm4che3.net.PDVInputStream;
import org.dcm4che3.net.pdu.PresentationContext;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.InstanceReceiver;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.dimse.StoreRequest;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers C-ECHO and C-STORE, anything else with 0211H. Called by dcm4che on the association's thread. */
final class StorageHandler implements DimseRQHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StorageHandler.class);
    private static final StoreStatus UNRECOGNIZED_OPERATION = new StoreStatus(0x0211, "");
    private static final StoreStatus NO_DATA_SET = new StoreStatus(0x0212, "C-STORE without data set");

    private final ListenerConfig config;
    private final InstanceReceiver receiver;
    private final String idPrefix;
    private final ScheduledExecutorService timer;
    private final Set<Association> inMessage = ConcurrentHashMap.newKeySet();
    private final LongAdder received = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private volatile boolean stopping;

    StorageHandler(ListenerConfig config, InstanceReceiver receiver, String idPrefix, ScheduledExecutorService timer) {
        this.config = config;
        this.receiver = receiver;
        this.idPrefix = idPrefix;
        this.timer = timer;
    }

    @Override
    public void onDimseRQ(
            Association association,
            PresentationContext context,
            Dimse dimse,
            Attributes command,
            @Nullable PDVInputStream data)
            throws IOException {
        inMessage.add(association);
        try {
            StoreStatus status;
            if (dimse == Dimse.C_STORE_RQ) {
                status = store(association, context, command, data);
            } else {
                status = dimse == Dimse.C_ECHO_RQ ? StoreStatus.SUCCESS : UNRECOGNIZED_OPERATION;
            }
            association.writeDimseRSP(context, response(dimse, command, status));
        } finally {
            inMessage.remove(association);
        }
        if (stopping) {
            association.abort();
        }
    }

    private static Attributes response(Dimse dimse, Attributes command, StoreStatus status) {
        Attributes response = new Attributes();
        response.setInt(Tag.CommandField, VR.US, dimse.commandFieldOfRSP());
        response.setInt(Tag.Status, VR.US, status.code());
        response.setInt(Tag.MessageIDBeingRespondedTo, VR.US, command.getInt(Tag.MessageID, 0));
        uid(command, Tag.AffectedSOPClassUID)
                .ifPresent(uid -> response.setString(Tag.AffectedSOPClassUID, VR.UI, uid.value()));
        uid(command, Tag.AffectedSOPInstanceUID)
                .ifPresent(uid -> response.setString(Tag.AffectedSOPInstanceUID, VR.UI, uid.value()));
        if (!status.comment().isEmpty()) {
            response.setString(Tag.ErrorComment, VR.LO, status.comment());
        }
        return response;
    }

    private static Optional<Uid> uid(Attributes command, int tag) {
        return Optional.ofNullable(command.getString(tag)).filter(Uid::isValid).map(Uid::of);
    }

    private StoreStatus store(
            Association association, PresentationContext context, Attributes command, @Nullable PDVInputStream data)
            throws IOException {
        if (data == null || !Commands.hasDataset(command)) {
            refused.increment();
            return NO_DATA_SET;
        }
        try (StallGuard guard = new StallGuard(association, config.messageTimeout(), timer)) {
            BoundedDataSet dataSet = new BoundedDataSet(data, config.maxDataSetBytes(), guard);
            StoreStatus status = check(association, context, command).orElse(null);
            if (status == null) {
                status = receive(association, context, command, dataSet);
            }
            dataSet.drain();
            if (dataSet.isTooLong()) {
                status = StoreStatus.outOfResources("data set is longer than this node takes");
            }
            (status.isSuccess() || status.isWarning() ? received : refused).increment();
            receivedBytes.add(dataSet.bytes());
            return status;
        }
    }

    private static Optional<StoreStatus> check(
            Association association, PresentationContext context, Attributes command) {
        Optional<Uid> sopClass = uid(command, Tag.AffectedSOPClassUID);
        if (sopClass.isEmpty()) {
            return Optional.of(StoreStatus.invalidInstance("Affected SOP Class UID is not a UID"));
        }
        if (!sopClass.get().value().equals(association.getAbstractSyntax(context.getPCID()))) {
            return Optional.of(StoreStatus.sopClassNotSupported("SOP class is not the one of the context"));
        }
        if (sopClass.get().value().equals(UID.Verification)) {
            return Optional.of(UNRECOGNIZED_OPERATION);
        }
        return uid(command, Tag.AffectedSOPInstanceUID).isEmpty()
                ? Optional.of(StoreStatus.invalidInstance("Affected SOP Instance UID is not a UID"))
                : Optional.empty();
    }

    private StoreStatus receive(
            Association association, PresentationContext context, Attributes command, BoundedDataSet data)
            throws IOException {
        StoreRequest request = new StoreRequest(
                idPrefix + "-" + association.getSerialNo(),
                AdmissionHandler.title(association.getCallingAET()).orElseThrow(AdmissionHandler::notAdmitted),
                config.aeTitle(),
                association.getSocket().getInetAddress().getHostAddress(),
                uid(command, Tag.AffectedSOPClassUID).orElseThrow(),
                uid(command, Tag.AffectedSOPInstanceUID).orElseThrow(),
                Uid.of(context.getTransferSyntax()));
        try {
            return receiver.receive(request, data);
        } catch (IOException | RuntimeException e) {
            IOException ended = data.failure();
            if (ended != null) {
                throw ended;
            }
            if (!data.isTooLong()) {
                LOG.error("{}: the receiver failed, answering 0110H", request.associationId(), e);
            }
            return StoreStatus.processingFailure("the receiver failed");
        }
    }

    /** From now on an association ends after its message. */
    void stopAfterMessage() {
        stopping = true;
    }

    boolean isInMessage(Association association) {
        return inMessage.contains(association);
    }

    long received() {
        return received.sum();
    }

    long refused() {
        return refused.sum();
    }

    long receivedBytes() {
        return receivedBytes.sum();
    }

    @Override
    public void onClose(Association association) {
        inMessage.remove(association);
    }
}
