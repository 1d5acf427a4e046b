package org.mammoclip.worker.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.ListenerConfig;

/**
 * The DICOM listener.
 *
 * @param provider name of the {@code DimseProvider}
 * @param acceptedCallers empty: loopback peers only
 * @param tls null: plain TCP
 */
public record DimseConfig(
        String provider,
        AeTitle aeTitle,
        String host,
        int port,
        List<ListenerConfig.Caller> acceptedCallers,
        int maxAssociations,
        @Nullable Tls tls) {
    public DimseConfig {
        acceptedCallers = List.copyOf(acceptedCallers);
    }

    /** Key and trust stores (PKCS#12) of the TLS port. */
    public record Tls(
            Path keyStore,
            Path keyStorePasswordFile,
            Path trustStore,
            @Nullable Path trustStorePasswordFile,
            ListenerConfig.ClientAuth clientAuth) {
        static Tls read(Section section) {
            Path nowhere = Path.of("");
            return new Tls(
                    section.required("keyStore", "a file path", nowhere, Path::of, "PKCS#12 file with our key"),
                    section.required(
                            "keyStorePasswordFile", "a file path", nowhere, Path::of, "file with its password"),
                    section.required("trustStore", "a file path", nowhere, Path::of, "PKCS#12 file with the site's CA"),
                    section.path("trustStorePasswordFile", null, "file with its password"),
                    section.choice(
                            "clientAuth",
                            ListenerConfig.ClientAuth.class,
                            ListenerConfig.ClientAuth.NEED,
                            "whether peers must show a certificate"));
        }
    }

    static DimseConfig read(Section section) {
        return new DimseConfig(
                section.value(
                        "provider",
                        "one of embedded, dcm4che",
                        "embedded",
                        "embedded",
                        DimseConfig::checkProvider,
                        "the DIMSE implementation; dcm4che needs a build with that profile"),
                section.value(
                        "aeTitle", "an AE title", new AeTitle("MAMMOCLIP"), "MAMMOCLIP", AeTitle::new, "our AE title"),
                section.string("host", "0.0.0.0", "address to bind"),
                section.integer("port", 11_112, 0, 65_535, "TCP port; 0 takes any free one"),
                section.list(
                        "acceptedCallers", "who may send; empty: peers on this machine only", DimseConfig::readCaller),
                section.integer(
                        "maxAssociations", 64, 1, 1_000, "associations at a time; more are rejected as transient"),
                section.optionalSection("tls", "leave out for plain TCP; the port is then TLS only", Tls::read));
    }

    private static ListenerConfig.Caller readCaller(Section section) {
        return new ListenerConfig.Caller(
                section.required("aeTitle", "an AE title", new AeTitle("ANY"), AeTitle::new, "its calling AE title"),
                section.values(
                        "addresses",
                        "an IP address or a network such as 10.1.0.0/16",
                        List.of(),
                        DimseConfig::checkNetwork,
                        "where it may call from; empty: anywhere"));
    }

    private static String checkProvider(String text) {
        if (!text.equals("embedded") && !text.equals("dcm4che")) {
            throw new IllegalArgumentException("no such provider");
        }
        return text;
    }

    private static String checkNetwork(String text) {
        String[] parts = text.split("/", -1);
        if (!parts[0].matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*") || parts.length > 2) {
            throw new IllegalArgumentException("not numeric");
        }
        try {
            int bits = InetAddress.getByName(parts[0]).getAddress().length * 8;
            if (parts.length == 2 && (Integer.parseInt(parts[1]) < 0 || Integer.parseInt(parts[1]) > bits)) {
                throw new IllegalArgumentException("prefix out of range");
            }
            return text;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address", e);
        }
    }
}
