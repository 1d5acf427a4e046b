package org.mammoclip.dicom.node.internal;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.ListenerConfig;

/**
 * Decides on A-ASSOCIATE-RQs (PS3.8 9.3.4 for the reasons) and counts the associations that are open. The order of the
 * checks is fixed: protocol version, application context, called title, calling title and address, then the limits; so a
 * stranger learns nothing of our load. Thread-safe.
 */
final class Admission {
    private final ListenerConfig config;
    private final Map<AeTitle, Integer> openByCaller = new HashMap<>();
    private int open;

    Admission(ListenerConfig config) {
        this.config = config;
    }

    /**
     * Exactly one is present: the caller, whose place must be given back with {@link #leave}, or the rejection.
     *
     * @param calling the admitted title
     */
    record Verdict(@Nullable AeTitle calling, Pdu.@Nullable AssociateRj rejection) {
        boolean isAdmitted() {
            return rejection == null;
        }

        AeTitle admitted() {
            return Objects.requireNonNull(calling, "not admitted");
        }
    }

    Verdict decide(Pdu.AssociateRq request, InetAddress address) {
        if ((request.protocolVersion() & 1) == 0) {
            return rejected(Pdu.AssociateRj.PROTOCOL_VERSION);
        }
        if (!request.applicationContext().equals(PduCodec.APPLICATION_CONTEXT)) {
            return rejected(Pdu.AssociateRj.APPLICATION_CONTEXT);
        }
        if (!request.calledAeTitle().equals(config.aeTitle().value())) {
            return rejected(Pdu.AssociateRj.CALLED_AE_TITLE);
        }
        Optional<AeTitle> calling = title(request.callingAeTitle()).filter(title -> config.admits(title, address));
        return calling.isEmpty() ? rejected(Pdu.AssociateRj.CALLING_AE_TITLE) : enter(calling.get());
    }

    private static Verdict rejected(Pdu.AssociateRj rejection) {
        return new Verdict(null, rejection);
    }

    private static Optional<AeTitle> title(String text) {
        try {
            return Optional.of(new AeTitle(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private synchronized Verdict enter(AeTitle calling) {
        int ofCaller = openByCaller.getOrDefault(calling, 0);
        if (open >= config.maxAssociations() || ofCaller >= config.maxAssociationsPerCaller()) {
            return rejected(Pdu.AssociateRj.LOCAL_LIMIT_EXCEEDED);
        }
        open++;
        openByCaller.put(calling, ofCaller + 1);
        return new Verdict(calling, null);
    }

    /** The association is over. */
    synchronized void leave(AeTitle calling) {
        open--;
        openByCaller.computeIfPresent(calling, (title, count) -> count == 1 ? null : count - 1);
    }

    synchronized int open() {
        return open;
    }
}
