package org.mammoclip.dicom.node;

import java.io.IOException;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.dimse.InstanceReceiver;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.dimse.RemoteAe;

/** The DIMSE services of the embedded node, {@code dimse.provider: embedded}. Thread-safe. */
public final class EmbeddedDimseProvider implements DimseProvider {
    /** For {@link java.util.ServiceLoader}. */
    public EmbeddedDimseProvider() {}

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public DimseListener listen(ListenerConfig config, InstanceReceiver receiver) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public InstanceSender sender(RemoteAe remote, AeTitle calling) {
        throw new UnsupportedOperationException();
    }
}
