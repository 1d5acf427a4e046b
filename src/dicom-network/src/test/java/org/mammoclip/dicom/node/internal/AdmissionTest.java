package org.mammoclip.dicom.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.ListenerConfig;

class AdmissionTest {
    private static Admission admission(ListenerConfig.Caller... callers) {
        return new Admission(new ListenerConfig(
                new AeTitle("MAMMOCLIP"),
                InetAddress.getLoopbackAddress(),
                0,
                List.of(callers),
                Map.of(),
                3,
                2,
                16_384,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1 << 20,
                Optional.empty()));
    }

    private static ListenerConfig.Caller caller(String title, String... networks) {
        return new ListenerConfig.Caller(new AeTitle(title), List.of(networks));
    }

    private static Pdu.AssociateRq request(int version, String context, String called, String calling) {
        return new Pdu.AssociateRq(
                version, called, calling, context, List.of(), new Pdu.UserInformation(0, "", "", Optional.empty()));
    }

    private static Pdu.AssociateRq from(String calling) {
        return request(1, PduCodec.APPLICATION_CONTEXT, "MAMMOCLIP", calling);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void checksInOneFixedOrder() {
        Admission admission = admission(caller("MOD1"));
        InetAddress anywhere = address("192.0.2.1");
        assertThat(admission.decide(request(2, "?", "?", "?"), anywhere).rejection())
                .isEqualTo(Pdu.AssociateRj.PROTOCOL_VERSION);
        assertThat(admission.decide(request(3, "?", "?", "?"), anywhere).rejection())
                .isEqualTo(Pdu.AssociateRj.APPLICATION_CONTEXT);
        assertThat(admission
                        .decide(request(1, PduCodec.APPLICATION_CONTEXT, "mammoclip", "?"), anywhere)
                        .rejection())
                .isEqualTo(Pdu.AssociateRj.CALLED_AE_TITLE);
        assertThat(admission.decide(from("MOD2"), anywhere).rejection()).isEqualTo(Pdu.AssociateRj.CALLING_AE_TITLE);
        assertThat(admission.decide(from("MOD1"), anywhere).isAdmitted()).isTrue();
    }

    @Test
    void withoutCallersAdmitsLoopbackOnlyButAnyTitle() {
        Admission admission = admission();
        assertThat(admission.decide(from("ANY"), address("127.3.2.1")).isAdmitted())
                .isTrue();
        assertThat(admission.decide(from("ANY"), address("::1")).isAdmitted()).isTrue();
        assertThat(admission.decide(from("ANY2"), address("10.0.0.1")).rejection())
                .isEqualTo(Pdu.AssociateRj.CALLING_AE_TITLE);
    }

    @ParameterizedTest(name = "title \"{0}\"")
    @ValueSource(strings = {"", "A\\B", "A\nB", "\u00C4RZTE"})
    void rejectsTitlesThatAreNone(String title) {
        assertThat(admission().decide(from(title), address("127.0.0.1")).rejection())
                .isEqualTo(Pdu.AssociateRj.CALLING_AE_TITLE);
    }

    @Test
    void countsPerCallerAndInAllAndForgetsThoseWhoLeave() {
        Admission admission = admission();
        InetAddress loopback = address("127.0.0.1");
        assertThat(admission.decide(from("A"), loopback).isAdmitted()).isTrue();
        assertThat(admission.decide(from("A"), loopback).isAdmitted()).isTrue();
        assertThat(admission.decide(from("A"), loopback).rejection()).isEqualTo(Pdu.AssociateRj.LOCAL_LIMIT_EXCEEDED);
        assertThat(admission.decide(from("B"), loopback).isAdmitted()).isTrue();
        assertThat(admission.decide(from("C"), loopback).rejection()).isEqualTo(Pdu.AssociateRj.LOCAL_LIMIT_EXCEEDED);
        assertThat(admission.open()).isEqualTo(3);
        admission.leave(new AeTitle("A"));
        assertThat(admission.decide(from("C"), loopback).isAdmitted()).isTrue();
    }

    @Test
    void joinsTheNetworksOfATitleThatIsListedTwice() {
        Admission admission = admission(caller("A", "10.1.0.0/16"), caller("A", "10.2.0.7"));
        assertThat(admission.decide(from("A"), address("10.1.200.9")).isAdmitted())
                .isTrue();
        assertThat(admission.decide(from("A"), address("10.2.0.7")).isAdmitted())
                .isTrue();
        assertThat(admission.decide(from("A"), address("10.2.0.8")).isAdmitted())
                .isFalse();
    }
}
