package org.mammoclip.dicom.dimse;

import java.io.IOException;

/** An implementation of the DIMSE services. Found with {@link java.util.ServiceLoader} by {@link #name}. Thread-safe. */
public interface DimseProvider {
    /** The value of the configuration key {@code dimse.provider}. */
    String name();

    /**
     * Opens the port and begins to accept associations.
     *
     * @throws IOException if the port cannot be bound; the message names address and port
     */
    DimseListener listen(ListenerConfig config, InstanceReceiver receiver) throws IOException;

    /** A sender for one peer. Each call of the sender is one association. */
    InstanceSender sender(RemoteAe remote, AeTitle calling);
}
