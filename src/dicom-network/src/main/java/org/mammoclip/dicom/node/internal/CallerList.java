package org.mammoclip.dicom.node.internal;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.ListenerConfig;

/**
 * Who may call: calling AE titles with the networks they may come from. An empty list admits loopback peers only, with
 * any title. Immutable.
 */
final class CallerList {
    private final Map<AeTitle, List<IpNetwork>> networksByTitle;

    /** @throws IllegalArgumentException if a network is not an address or CIDR */
    CallerList(List<ListenerConfig.Caller> callers) {
        networksByTitle = callers.stream()
                .collect(Collectors.toMap(ListenerConfig.Caller::aeTitle, CallerList::networks, CallerList::both));
    }

    private static List<IpNetwork> networks(ListenerConfig.Caller caller) {
        return caller.networks().isEmpty()
                ? List.of(IpNetwork.ANY_IPV4, IpNetwork.ANY_IPV6)
                : caller.networks().stream().map(IpNetwork::parse).toList();
    }

    private static List<IpNetwork> both(List<IpNetwork> one, List<IpNetwork> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    boolean admits(AeTitle calling, InetAddress address) {
        return networksByTitle.isEmpty()
                ? address.isLoopbackAddress()
                : networksByTitle.getOrDefault(calling, List.of()).stream()
                        .anyMatch(network -> network.contains(address));
    }
}
