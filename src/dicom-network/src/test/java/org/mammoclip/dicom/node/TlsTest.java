package org.mammoclip.dicom.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.file.FileMeta;
import org.mammoclip.dicom.file.Implementation;
import org.mammoclip.dicom.file.TransferSyntax;

/** Associations over TLS with keys made for the test; the JDK's keytool makes them. */
@Timeout(60)
class TlsTest {
    private static final Uid MAMMOGRAM = Uid.of("1.2.840.10008.5.1.4.1.1.1.2");
    private static final AeTitle US = new AeTitle("MAMMOCLIP");
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration SHORT = Duration.ofSeconds(3);

    @TempDir
    private static Path directory;

    private static SSLContext known;
    private static SSLContext stranger;
    private static DimseListener listener;

    private final EmbeddedDimseProvider provider = new EmbeddedDimseProvider();

    @BeforeAll
    static void listen() throws Exception {
        known = context("known");
        stranger = context("stranger");
        listener = new EmbeddedDimseProvider()
                .listen(
                        new ListenerConfig(
                                US,
                                InetAddress.getLoopbackAddress(),
                                0,
                                List.of(),
                                Map.of(MAMMOGRAM, Set.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid())),
                                4,
                                4,
                                65_536,
                                SHORT,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(30),
                                1 << 30,
                                Optional.of(new ListenerConfig.Tls(known, ListenerConfig.ClientAuth.NEED))),
                        (request, data) -> {
                            data.readAllBytes();
                            return StoreStatus.SUCCESS;
                        });
    }

    @AfterAll
    static void stop() {
        listener.close();
    }

    /** A self-signed key that trusts itself only. */
    private static SSLContext context(String name) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(name, keys.getCertificate(name));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private SendOutcome echo(Optional<SSLContext> tls) {
        return provider.sender(
                        new RemoteAe(
                                US, "127.0.0.1", listener.port(), Duration.ofSeconds(5), Duration.ofSeconds(5), tls),
                        new AeTitle("TEST"))
                .echo();
    }

    @Test
    void storesOverTlsWithCertificatesOnBothSides() throws IOException {
        byte[] meta = FileMeta.encode(
                MAMMOGRAM, Uid.of("1.2.3"), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, Implementation.MAMMOCLIP);
        Path file = Files.write(directory.resolve("a.dcm"), Arrays.copyOf(meta, 3_000_000));
        RemoteAe remote = new RemoteAe(
                US, "127.0.0.1", listener.port(), Duration.ofSeconds(5), Duration.ofSeconds(20), Optional.of(known));
        assertThat(provider.sender(remote, new AeTitle("TEST")).store(List.of(file, file)))
                .allMatch(SendOutcome::isAccepted);
    }

    @Test
    void refusesACertificateThatItDoesNotTrust() {
        assertThat(echo(Optional.of(stranger))).isInstanceOf(SendOutcome.Unreachable.class);
        assertThat(echo(Optional.of(known)).isAccepted()).isTrue();
    }

    @Test
    void refusesPlainText() {
        assertThat(echo(Optional.empty())).isInstanceOf(SendOutcome.Unreachable.class);
        assertThat(echo(Optional.of(known)).isAccepted()).isTrue();
    }

    @Test
    void refusesOldProtocolsAndWeakSuites() throws IOException {
        for (String protocol : List.of("TLSv1", "TLSv1.1")) {
            try (SSLSocket socket = (SSLSocket)
                    known.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), listener.port())) {
                socket.setEnabledProtocols(new String[] {protocol});
                assertThat(handshakeSucceeds(socket)).as(protocol).isFalse();
            }
        }
        try (SSLSocket socket =
                (SSLSocket) known.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"});
            assertThat(handshakeSucceeds(socket)).isFalse();
        }
    }

    @Test
    void closesAPeerThatSaysNothingAfterTheHandshake() throws IOException {
        try (SSLSocket socket =
                (SSLSocket) known.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), listener.port())) {
            assertThat(handshakeSucceeds(socket)).isTrue();
            socket.setSoTimeout(10_000);
            assertThat(isClosedByPeer(socket)).isTrue();
        }
    }

    private static boolean handshakeSucceeds(SSLSocket socket) {
        try {
            socket.startHandshake();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    void aHandshakeThatTricklesIsCutOffAndKeepsNobodyOut() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
            socket.getOutputStream().write(0x16);
            slow.add(socket);
        }
        assertThat(echo(Optional.of(known)).isAccepted()).isTrue();
        for (Socket socket : slow) {
            socket.setSoTimeout(10_000);
            assertThat(isClosedByPeer(socket)).isTrue();
            socket.close();
        }
    }

    private static boolean isClosedByPeer(Socket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {
                // an alert perhaps
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
