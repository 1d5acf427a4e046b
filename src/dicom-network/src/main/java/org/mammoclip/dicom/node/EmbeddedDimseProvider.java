package org.mammoclip.dicom.node;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.dimse.InstanceReceiver;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.node.internal.EmbeddedListener;
import org.mammoclip.dicom.node.internal.EmbeddedSender;
import org.mammoclip.dicom.node.internal.Watchdog;

/** The DIMSE services of the embedded node, {@code dimse.provider: embedded}. Thread-safe. */
public final class EmbeddedDimseProvider implements DimseProvider {
    private final Watchdog watchdog = new Watchdog();
    private final Supplier<String> listenerIds;

    /** For {@link java.util.ServiceLoader}. */
    public EmbeddedDimseProvider() {
        this(new SecureRandom());
    }

    /** @param random makes the association ids of a listener differ from those of all others */
    public EmbeddedDimseProvider(RandomGenerator random) {
        this.listenerIds = () -> HexFormat.of().toHexDigits(random.nextInt());
    }

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public DimseListener listen(ListenerConfig config, InstanceReceiver receiver) throws IOException {
        return new EmbeddedListener(config, receiver, watchdog, listenerIds.get()).start();
    }

    @Override
    public InstanceSender sender(RemoteAe remote, AeTitle calling) {
        return new EmbeddedSender(remote, calling, watchdog);
    }
}
