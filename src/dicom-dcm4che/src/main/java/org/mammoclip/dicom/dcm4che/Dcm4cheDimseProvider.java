package org.mammoclip.dicom.dcm4che;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.dimse.InstanceReceiver;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.dimse.RemoteAe;

/** The DIMSE services of dcm4che. Thread-safe. */
public final class Dcm4cheDimseProvider implements DimseProvider {
    private final RandomGenerator random;

    /** For {@link java.util.ServiceLoader}. */
    public Dcm4cheDimseProvider() {
        this(new SecureRandom());
    }

    /** @param random makes the association ids of a listener differ from those of all others */
    public Dcm4cheDimseProvider(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public String name() {
        return "dcm4che";
    }

    /** @throws IllegalArgumentException for TLS: dcm4che takes key and trust managers, not a ready context */
    @Override
    public DimseListener listen(ListenerConfig config, InstanceReceiver receiver) throws IOException {
        if (config.tls().isPresent()) {
            throw new IllegalArgumentException("the dcm4che binding does not do TLS, use the embedded provider");
        }
        return new Dcm4cheListener(config, receiver, HexFormat.of().toHexDigits(random.nextInt())).start();
    }

    /** @throws IllegalArgumentException for TLS */
    @Override
    public InstanceSender sender(RemoteAe remote, AeTitle calling) {
        if (remote.tls().isPresent()) {
            throw new IllegalArgumentException("the dcm4che binding does not do TLS, use the embedded provider");
        }
        return new Dcm4cheSender(remote, calling);
    }
}
