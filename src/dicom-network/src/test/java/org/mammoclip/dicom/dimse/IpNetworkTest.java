package org.mammoclip.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {
    @ParameterizedTest(name = "{0} contains {1}: {2}")
    @CsvSource({
        "10.1.0.0/16, 10.1.255.255, true",
        "10.1.0.0/16, 10.2.0.0, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "192.168.1.128/25, 192.168.1.127, false",
        "192.168.1.128/25, 192.168.1.200, true",
        "2001:db8::/32, 2001:db8:1::5, true",
        "2001:db8::/32, 2001:db9::5, false",
        "::/0, 10.0.0.1, false",
        "0.0.0.0/0, ::1, false"
    })
    void knowsItsAddresses(String network, String member, boolean contained) {
        assertThat(IpNetwork.parse(network).contains(IpNetwork.parse(member).prefix()))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "bad.cafe",
                "10.0.0.0/33",
                "10.0.0/8",
                "::/129",
                "10.0.0.1/",
                "10.0.0.1/-1",
                "256.0.0.1"
            })
    void refusesNetworksThatAreNoneWithoutAskingANameServer(String text) {
        assertThatThrownBy(() -> IpNetwork.parse(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ListenerConfig.Caller(new AeTitle("A"), List.of(text)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
