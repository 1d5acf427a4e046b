package org.mammoclip.worker.connect;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.DimseProvider;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.web.WebEndpoint;
import org.mammoclip.worker.config.DestinationConfig;
import org.mammoclip.worker.config.DimseConfig;
import org.mammoclip.worker.config.SourceConfig;
import org.mammoclip.worker.config.SpoolConfig;

/** DICOM peers and our own listener, from configuration. */
public final class Peers {
    private Peers() {}

    /**
     * The configured DIMSE implementation.
     *
     * @throws IOException if this build has none of that name; the message lists those it has
     */
    public static DimseProvider provider(DimseConfig config) throws IOException {
        ServiceLoader<DimseProvider> providers = ServiceLoader.load(DimseProvider.class);
        for (DimseProvider provider : providers) {
            if (provider.name().equals(config.provider())) {
                return provider;
            }
        }
        Set<String> names = providers.stream().map(p -> p.get().name()).collect(Collectors.toSet());
        throw new IOException("dimse.provider '" + config.provider() + "' is not in this build, which has " + names);
    }

    /**
     * @param storageContexts accepted SOP classes with their transfer syntaxes
     * @throws IOException if the bind address is unknown or a key store cannot be read
     */
    public static ListenerConfig listener(DimseConfig config, SpoolConfig spool, Map<Uid, Set<Uid>> storageContexts)
            throws IOException {
        return new ListenerConfig(
                config.aeTitle(),
                InetAddress.getByName(config.host()),
                config.port(),
                config.acceptedCallers(),
                storageContexts,
                config.maxAssociations(),
                config.maxAssociations(),
                ListenerConfig.DEFAULT_MAX_PDU_LENGTH,
                ListenerConfig.DEFAULT_ASSOCIATION_TIMEOUT,
                ListenerConfig.DEFAULT_IDLE_TIMEOUT,
                ListenerConfig.DEFAULT_MESSAGE_TIMEOUT,
                spool.maxObject(),
                config.tls() == null ? Optional.empty() : Optional.of(tls(config.tls())));
    }

    public static InstanceSender sender(DimseProvider provider, DimseConfig own, DestinationConfig.Dimse destination) {
        return provider.sender(
                RemoteAe.of(destination.aeTitle(), destination.host(), destination.port()), own.aeTitle());
    }

    public static WebEndpoint stow(DestinationConfig.DicomWeb destination) {
        return WebEndpoint.of(destination.stowRs(), destination.authentication());
    }

    public static WebEndpoint wado(SourceConfig source) {
        return WebEndpoint.of(source.wadoRs(), source.authentication());
    }

    public static WebEndpoint qido(SourceConfig source) {
        return WebEndpoint.of(source.qidoRs() == null ? source.wadoRs() : source.qidoRs(), source.authentication());
    }

    private static ListenerConfig.Tls tls(DimseConfig.Tls config) throws IOException {
        try {
            String keyPassword = SecretFile.read(config.keyStorePasswordFile());
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store(config.keyStore(), keyPassword), keyPassword.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            Path trustPassword = config.trustStorePasswordFile();
            trust.init(store(config.trustStore(), trustPassword == null ? null : SecretFile.read(trustPassword)));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return new ListenerConfig.Tls(context, config.clientAuth());
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "dimse.tls: keys or trust cannot be used: " + e.getClass().getSimpleName(), e);
        }
    }

    private static KeyStore store(Path file, @Nullable String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password == null ? null : password.toCharArray());
        }
        return store;
    }
}
