package org.mammoclip.dicom.dcm4che;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.Device;
import org.dcm4che3.net.DimseRSP;
import org.dcm4che3.net.IncompatibleConnectionException;
import org.dcm4che3.net.InputStreamDataWriter;
import org.dcm4che3.net.NoPresentationContextException;
import org.dcm4che3.net.pdu.AAssociateRJ;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.InstanceFile;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreStatus;

/** C-ECHO and C-STORE as service class user on dcm4che. Thread-safe. */
final class Dcm4cheSender implements InstanceSender {
    private static final int MAX_CONTEXTS = 128;

    private final RemoteAe remote;
    private final AeTitle calling;

    Dcm4cheSender(RemoteAe remote, AeTitle calling) {
        this.remote = remote;
        this.calling = calling;
    }

    /** One operation on an open association. */
    private interface Operation {
        DimseRSP start(Association association) throws IOException, InterruptedException;
    }

    @Override
    public SendOutcome echo() {
        AAssociateRQ request = request();
        request.addPresentationContext(new PresentationContext(1, UID.Verification, UID.ImplicitVRLittleEndian));
        SendOutcome[] outcome = new SendOutcome[1];
        SendOutcome failure = associate(request, association -> outcome[0] = perform(association, Association::cecho));
        return outcome[0] == null ? failure : outcome[0];
    }

    @Override
    public List<SendOutcome> store(List<Path> part10Files) {
        @Nullable SendOutcome[] outcomes = new SendOutcome[part10Files.size()];
        List<InstanceFile> files = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        AAssociateRQ request = request();
        for (int i = 0; i < outcomes.length; i++) {
            try {
                InstanceFile file = InstanceFile.open(part10Files.get(i));
                if (!propose(request, file)) {
                    storeAll(request, files, places, outcomes);
                    request = request();
                    files.clear();
                    places.clear();
                    propose(request, file);
                }
                files.add(file);
                places.add(i);
            } catch (IOException e) {
                outcomes[i] =
                        new SendOutcome.Refused(StoreStatus.cannotUnderstand("the file to send cannot be read"), true);
            }
        }
        storeAll(request, files, places, outcomes);
        List<SendOutcome> result = new ArrayList<>();
        for (SendOutcome outcome : outcomes) {
            result.add(outcome == null ? new SendOutcome.Unreachable("not sent") : outcome);
        }
        return result;
    }

    /** False when the request has no room for another context. */
    private static boolean propose(AAssociateRQ request, InstanceFile file) {
        String sopClass = file.sopClassUid().value();
        String syntax = file.transferSyntaxUid().value();
        if (request.containsPresentationContextFor(sopClass, syntax)) {
            return true;
        }
        int contexts = request.getNumberOfPresentationContexts();
        if (contexts == MAX_CONTEXTS) {
            return false;
        }
        request.addPresentationContext(new PresentationContext(2 * contexts + 1, sopClass, syntax));
        return true;
    }

    private void storeAll(
            AAssociateRQ request, List<InstanceFile> files, List<Integer> places, @Nullable SendOutcome[] outcomes) {
        if (files.isEmpty()) {
            return;
        }
        SendOutcome failure = associate(request, association -> {
            for (int i = 0; i < files.size(); i++) {
                InstanceFile file = files.get(i);
                outcomes[places.get(i)] = perform(association, open -> store(open, file));
            }
        });
        for (int place : places) {
            if (outcomes[place] == null) {
                outcomes[place] = failure;
                if (failure instanceof SendOutcome.Unreachable unreachable) {
                    failure = unreachable.reason().startsWith("not sent")
                            ? unreachable
                            : new SendOutcome.Unreachable("not sent: " + unreachable.reason());
                }
            }
        }
    }

    private static DimseRSP store(Association association, InstanceFile file) throws IOException, InterruptedException {
        try (InputStream data = file.openDataSet()) {
            return association.cstore(
                    file.sopClassUid().value(),
                    file.sopInstanceUid().value(),
                    0,
                    new InputStreamDataWriter(data),
                    file.transferSyntaxUid().value());
        }
    }

    private static SendOutcome perform(Association association, Operation operation)
            throws IOException, InterruptedException {
        try {
            DimseRSP response = operation.start(association);
            response.next();
            Attributes command = response.getCommand();
            if (command == null) {
                throw new IOException("no response");
            }
            String comment = command.getString(Tag.ErrorComment);
            StoreStatus status = new StoreStatus(command.getInt(Tag.Status, 0x0110), comment == null ? "" : comment);
            return status.isSuccess() || status.isWarning()
                    ? new SendOutcome.Accepted(status)
                    : new SendOutcome.Refused(status, !status.isTransientFailure());
        } catch (NoPresentationContextException e) {
            return new SendOutcome.Refused(StoreStatus.sopClassNotSupported("presentation context not accepted"), true);
        }
    }

    private AAssociateRQ request() {
        AAssociateRQ request = new AAssociateRQ();
        request.setCalledAET(remote.aeTitle().value());
        request.setCallingAET(calling.value());
        return request;
    }

    /** What is done while the association stands. */
    private interface Use {
        void use(Association association) throws IOException, InterruptedException;
    }

    /** @return what became of everything that got no outcome of its own */
    private SendOutcome associate(AAssociateRQ request, Use use) {
        ExecutorService threads = Executors.newCachedThreadPool(task -> daemon(task, "dcm4che-sender"));
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, task -> daemon(task, "dcm4che-timer"));
        Connection local = local();
        ApplicationEntity entity = new ApplicationEntity(calling.value());
        entity.setAssociationInitiator(true);
        entity.addConnection(local);
        Device device = new Device("mammoclip");
        device.addConnection(local);
        device.addApplicationEntity(entity);
        device.setExecutor(threads);
        device.setScheduledExecutor(timer);
        try {
            Association association = entity.connect(local, peer(), request);
            try {
                use.use(association);
            } finally {
                end(association);
            }
            return new SendOutcome.Unreachable("not sent");
        } catch (AAssociateRJ e) {
            return rejected(e);
        } catch (IOException | IncompatibleConnectionException | GeneralSecurityException e) {
            return new SendOutcome.Unreachable(e.getClass().getSimpleName() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SendOutcome.Unreachable("interrupted");
        } finally {
            threads.shutdown();
            timer.shutdown();
        }
    }

    private static void end(Association association) throws InterruptedException {
        try {
            if (association.isReadyForDataTransfer()) {
                association.release();
            }
            association.waitForSocketClose();
        } catch (IOException e) {
            // what was acknowledged stays acknowledged
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private Connection local() {
        Connection local = new Connection();
        int response = millis(remote.responseTimeout());
        local.setConnectTimeout(millis(remote.connectTimeout()));
        local.setAcceptTimeout(response);
        local.setResponseTimeout(response);
        local.setReleaseTimeout(response);
        local.setSendTimeout(response);
        local.setStoreTimeout(response);
        local.setTcpNoDelay(true);
        local.setPackPDV(false); // command and data set in PDUs of their own: what every peer understands
        return local;
    }

    private Connection peer() {
        Connection peer = new Connection();
        peer.setHostname(remote.host());
        peer.setPort(remote.port());
        return peer;
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
    }

    private static SendOutcome rejected(AAssociateRJ rejection) {
        String comment = "rejected, source " + rejection.getSource() + " reason " + rejection.getReason();
        return rejection.getResult() == AAssociateRJ.RESULT_REJECTED_PERMANENT
                ? new SendOutcome.Refused(StoreStatus.notAuthorised(comment), true)
                : new SendOutcome.Refused(StoreStatus.outOfResources(comment), false);
    }
}
