package org.mammoclip.dicom.dcm4che;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.AssociationHandler;
import org.dcm4che3.net.pdu.AAbort;
import org.dcm4che3.net.pdu.AAssociateAC;
import org.dcm4che3.net.pdu.AAssociateRJ;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.pdu.UserIdentityAC;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.dimse.TransferSyntaxChoice;

/** Admits associations and answers presentation contexts by our rules (PS3.8 9.3.3, 9.3.4). Thread-safe. */
final class AdmissionHandler extends AssociationHandler {
    private static final int NO_REASON = 0;

    private final ListenerConfig config;
    private final Map<String, Set<String>> accepted = new HashMap<>();
    private final Set<Association> open = ConcurrentHashMap.newKeySet();
    private final LongAdder acceptedCount = new LongAdder();
    private final LongAdder rejectedCount = new LongAdder();
    private final LongAdder abortedCount = new LongAdder();

    AdmissionHandler(ListenerConfig config) {
        this.config = config;
        config.storageContexts()
                .forEach((sopClass, syntaxes) -> accepted.put(
                        sopClass.value(), syntaxes.stream().map(Uid::value).collect(Collectors.toUnmodifiableSet())));
        accepted.putIfAbsent(UID.Verification, Set.of(UID.ImplicitVRLittleEndian, UID.ExplicitVRLittleEndian));
    }

    @Override
    protected AAssociateAC negotiate(Association association, AAssociateRQ request) throws IOException {
        try {
            check(association, request);
        } catch (AAssociateRJ rejection) {
            rejectedCount.increment();
            throw rejection;
        }
        acceptedCount.increment();
        AAssociateAC accept = makeAAssociateAC(association, request, null);
        accept.setMaxOpsInvoked(1);
        accept.setMaxOpsPerformed(1);
        return accept;
    }

    private void check(Association association, AAssociateRQ request) throws AAssociateRJ {
        if ((request.getProtocolVersion() & 1) == 0) {
            throw permanent(
                    AAssociateRJ.SOURCE_SERVICE_PROVIDER_ACSE, AAssociateRJ.REASON_PROTOCOL_VERSION_NOT_SUPPORTED);
        }
        if (!UID.DICOMApplicationContext.equals(request.getApplicationContext())) {
            throw permanent(AAssociateRJ.SOURCE_SERVICE_USER, AAssociateRJ.REASON_APP_CTX_NAME_NOT_SUPPORTED);
        }
        if (!config.aeTitle().value().equals(request.getCalledAET())) {
            throw permanent(AAssociateRJ.SOURCE_SERVICE_USER, AAssociateRJ.REASON_CALLED_AET_NOT_RECOGNIZED);
        }
        InetAddress address = association.getSocket().getInetAddress();
        if (title(request.getCallingAET())
                .filter(title -> config.admits(title, address))
                .isEmpty()) {
            throw permanent(AAssociateRJ.SOURCE_SERVICE_USER, AAssociateRJ.REASON_CALLING_AET_NOT_RECOGNIZED);
        }
        enter(association, request.getCallingAET());
    }

    private synchronized void enter(Association association, String calling) throws AAssociateRJ {
        long ofCaller = open.stream()
                .filter(other -> calling.equals(other.getCallingAET()))
                .count();
        if (open.size() >= config.maxAssociations() || ofCaller >= config.maxAssociationsPerCaller()) {
            throw new AAssociateRJ(
                    AAssociateRJ.RESULT_REJECTED_TRANSIENT,
                    AAssociateRJ.SOURCE_SERVICE_PROVIDER_PRES,
                    AAssociateRJ.REASON_LOCAL_LIMIT_EXCEEDED);
        }
        open.add(association);
    }

    private static AAssociateRJ permanent(int source, int reason) {
        return new AAssociateRJ(AAssociateRJ.RESULT_REJECTED_PERMANENT, source, reason);
    }

    static Optional<AeTitle> title(String text) {
        try {
            return Optional.of(new AeTitle(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    protected AAssociateAC makeAAssociateAC(Association association, AAssociateRQ request, UserIdentityAC identity)
            throws IOException {
        AAssociateAC accept = super.makeAAssociateAC(association, request, identity);
        for (PresentationContext proposed : List.copyOf(accept.getPresentationContexts())) {
            accept.removePresentationContext(proposed);
        }
        for (PresentationContext proposed : request.getPresentationContexts()) {
            accept.addPresentationContext(answer(proposed));
        }
        return accept;
    }

    private PresentationContext answer(PresentationContext proposed) {
        Set<String> syntaxes = accepted.get(proposed.getAbstractSyntax());
        if (syntaxes == null) {
            return new PresentationContext(
                    proposed.getPCID(), PresentationContext.ABSTRACT_SYNTAX_NOT_SUPPORTED, UID.ImplicitVRLittleEndian);
        }
        return TransferSyntaxChoice.choose(Arrays.asList(proposed.getTransferSyntaxes()), syntaxes)
                .map(syntax -> new PresentationContext(proposed.getPCID(), PresentationContext.ACCEPTANCE, syntax))
                .orElseGet(() -> new PresentationContext(
                        proposed.getPCID(),
                        PresentationContext.TRANSFER_SYNTAX_NOT_SUPPORTED,
                        UID.ImplicitVRLittleEndian));
    }

    @Override
    protected void onClose(Association association) {
        if (open.remove(association) && association.getException() != null) {
            abortedCount.increment();
        }
    }

    Set<Association> open() {
        return open;
    }

    long acceptedCount() {
        return acceptedCount.sum();
    }

    long rejectedCount() {
        return rejectedCount.sum();
    }

    long abortedCount() {
        return abortedCount.sum();
    }

    /** For a message that began before the peer was admitted. */
    static AAbort notAdmitted() {
        return new AAbort(AAbort.UL_SERIVE_PROVIDER, NO_REASON);
    }
}
