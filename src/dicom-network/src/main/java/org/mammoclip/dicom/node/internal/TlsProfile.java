package org.mammoclip.dicom.node.internal;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.mammoclip.dicom.dimse.ListenerConfig;

/**
 * The secure transport connection profile: TLS 1.3 and 1.2 with forward secrecy and authenticated encryption only (PS3.15
 * Annex B, profiles after BCP 195). Host names are not checked: few PACS certificates carry them; the trust store
 * decides.
 */
final class TlsProfile {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private TlsProfile() {}

    static SSLSocket accept(SSLContext context, Socket plain, ListenerConfig.ClientAuth clientAuth) throws IOException {
        SSLSocket socket = layer(context, plain);
        socket.setUseClientMode(false);
        switch (clientAuth) {
            case NEED -> socket.setNeedClientAuth(true);
            case WANT -> socket.setWantClientAuth(true);
            case NONE -> {}
        }
        return socket;
    }

    static SSLSocket connect(SSLContext context, Socket plain) throws IOException {
        SSLSocket socket = layer(context, plain);
        socket.setUseClientMode(true);
        return socket;
    }

    private static SSLSocket layer(SSLContext context, Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(
                Arrays.stream(context.getSupportedSSLParameters().getCipherSuites())
                        .filter(TlsProfile::isStrong)
                        .toArray(String[]::new));
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** TLS 1.3 suites have no key exchange in their name; of the others only (EC)DHE with GCM or ChaCha20-Poly1305. */
    static boolean isStrong(String suite) {
        boolean authenticated = suite.contains("_GCM_") || suite.contains("_CHACHA20_");
        boolean forwardSecret = suite.startsWith("TLS_ECDHE_") || suite.startsWith("TLS_DHE_");
        boolean tls13 = suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20_");
        return authenticated && (forwardSecret || tls13) && !suite.contains("_anon_");
    }
}
