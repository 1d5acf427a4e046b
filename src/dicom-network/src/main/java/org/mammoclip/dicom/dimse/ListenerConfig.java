package org.mammoclip.dicom.dimse;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.mammoclip.dicom.Uid;

/**
 * How a listener behaves. Every bound of the upper layer stands here with its default.
 *
 * @param aeTitle the called AE title we answer to
 * @param address the address to bind
 * @param port TCP port, 0 for any free one
 * @param callers who may call; empty: only loopback peers, any calling title
 * @param storageContexts accepted SOP classes with their accepted transfer syntaxes; Verification is always accepted
 * @param maxAssociations beyond it: A-ASSOCIATE-RJ transient, local limit exceeded
 * @param maxAssociationsPerCaller the same per calling AE title
 * @param maxPduLength longest P-DATA-TF we accept, in bytes, announced in the negotiation
 * @param associationTimeout from TCP accept to a complete A-ASSOCIATE-RQ, and the release handshake (ARTIM timer)
 * @param idleTimeout no PDU for this long on an open association: A-ABORT
 * @param messageTimeout while we wait within a message, every 64 KiB of it must arrive within this time; also the
 *     longest time for writing a response
 * @param maxDataSetBytes longest data set of one C-STORE; beyond it the instance is refused with A700H
 * @param tls present: TLS on this port, and only TLS
 */
public record ListenerConfig(
        AeTitle aeTitle,
        InetAddress address,
        int port,
        List<Caller> callers,
        Map<Uid, Set<Uid>> storageContexts,
        int maxAssociations,
        int maxAssociationsPerCaller,
        int maxPduLength,
        Duration associationTimeout,
        Duration idleTimeout,
        Duration messageTimeout,
        long maxDataSetBytes,
        Optional<Tls> tls) {
    public static final int DEFAULT_MAX_ASSOCIATIONS = 64;
    public static final int DEFAULT_MAX_PDU_LENGTH = 131_072;
    public static final Duration DEFAULT_ASSOCIATION_TIMEOUT = Duration.ofSeconds(30);
    public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(2);
    public static final Duration DEFAULT_MESSAGE_TIMEOUT = Duration.ofMinutes(1);
    public static final long DEFAULT_MAX_DATA_SET_BYTES = 1L << 30;

    public ListenerConfig {
        callers = List.copyOf(callers);
        storageContexts = Map.copyOf(storageContexts);
        if (port < 0 || port > 65_535 || maxAssociations < 1 || maxAssociationsPerCaller < 1) {
            throw new IllegalArgumentException("port 0 to 65535, at least one association");
        }
        if (maxPduLength < 4_096 || maxPduLength > 16 << 20) {
            throw new IllegalArgumentException("maxPduLength is 4096 to 16777216 bytes");
        }
    }

    /**
     * Whether a peer with this title and address may call: {@link #callers} decides, and without any of them only a
     * loopback address.
     */
    public boolean admits(AeTitle calling, InetAddress peer) {
        return callers.isEmpty()
                ? peer.isLoopbackAddress()
                : callers.stream().anyMatch(caller -> caller.admits(calling, peer));
    }

    /** The defaults of the product for a storage node. */
    public static ListenerConfig of(
            AeTitle aeTitle, InetAddress address, int port, Map<Uid, Set<Uid>> storageContexts) {
        return new ListenerConfig(
                aeTitle,
                address,
                port,
                List.of(),
                storageContexts,
                DEFAULT_MAX_ASSOCIATIONS,
                DEFAULT_MAX_ASSOCIATIONS,
                DEFAULT_MAX_PDU_LENGTH,
                DEFAULT_ASSOCIATION_TIMEOUT,
                DEFAULT_IDLE_TIMEOUT,
                DEFAULT_MESSAGE_TIMEOUT,
                DEFAULT_MAX_DATA_SET_BYTES,
                Optional.empty());
    }

    /**
     * A peer that may call.
     *
     * @param aeTitle its calling AE title
     * @param networks where it may call from, CIDR such as {@code 10.1.0.0/16} or single addresses; empty: anywhere
     */
    public record Caller(AeTitle aeTitle, List<String> networks) {
        /** @throws IllegalArgumentException if a network is neither an address nor CIDR; no name server is asked */
        public Caller {
            networks = List.copyOf(networks);
            networks.forEach(IpNetwork::parse);
        }

        private boolean admits(AeTitle calling, InetAddress peer) {
            return aeTitle.equals(calling)
                    && (networks.isEmpty()
                            || networks.stream().map(IpNetwork::parse).anyMatch(network -> network.contains(peer)));
        }
    }

    /**
     * @param context keys and trust
     * @param clientAuth whether peers must, may or need not show a certificate
     */
    public record Tls(SSLContext context, ClientAuth clientAuth) {}

    public enum ClientAuth {
        NEED,
        WANT,
        NONE
    }
}
