package org.mammoclip.dicom.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.file.TransferSyntax;

class NegotiationTest {
    private static final String MAMMOGRAM = "1.2.840.10008.5.1.4.1.1.1.2";

    private static final Map<String, TransferSyntax> SYNTAXES = Map.of(
            "implicit", TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            "explicit", TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            "deflated", TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
            "big", TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            "lossless", TransferSyntax.JPEG_LOSSLESS_SV1,
            "j2k", TransferSyntax.JPEG_2000_LOSSLESS,
            "ls", TransferSyntax.JPEG_LS_LOSSLESS);

    private static String uid(String name) {
        return SYNTAXES.get(name).uid().value();
    }

    private static Negotiation.Result answer(String abstractSyntax, String... proposed) {
        Negotiation negotiation = new Negotiation(ListenerConfig.of(
                new AeTitle("US"),
                InetAddress.getLoopbackAddress(),
                0,
                Map.of(
                        Uid.of(MAMMOGRAM),
                        Set.of(
                                Uid.of(uid("implicit")),
                                Uid.of(uid("explicit")),
                                Uid.of(uid("deflated")),
                                Uid.of(uid("lossless")),
                                Uid.of(uid("j2k"))))));
        return negotiation.answer(new Pdu.AssociateRq(
                1,
                "US",
                "THEM",
                PduCodec.APPLICATION_CONTEXT,
                List.of(new Pdu.ProposedContext(5, abstractSyntax, List.of(proposed))),
                new Pdu.UserInformation(16_384, "1.2", "", Optional.of(new Pdu.AsynchronousOperations(8, 8)))));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "implicit explicit, explicit",
        "implicit, implicit",
        "implicit explicit lossless j2k, lossless",
        "explicit j2k lossless, j2k",
        "ls explicit, explicit",
        "deflated implicit explicit, explicit",
        "implicit deflated, implicit",
        "deflated implicit, deflated"
    })
    void prefersTheSendersCompressedSyntaxThenExplicit(String proposed, String chosen) {
        Negotiation.Result result = answer(
                MAMMOGRAM,
                Arrays.stream(proposed.split(" ")).map(NegotiationTest::uid).toArray(String[]::new));
        assertThat(result.accept().contexts()).containsExactly(new Pdu.ContextResult(5, 0, uid(chosen)));
        assertThat(result.contexts())
                .containsOnly(Map.entry(5, new PresentationContext(5, Uid.of(MAMMOGRAM), Uid.of(uid(chosen)))));
    }

    @Test
    void tellsAnUnknownSopClassFromUnknownTransferSyntaxes() {
        assertThat(answer("1.2.3.4", uid("explicit")).accept().contexts().get(0).result())
                .isEqualTo(Pdu.ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED);
        assertThat(answer("../etc", uid("explicit")).accept().contexts().get(0).result())
                .isEqualTo(Pdu.ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED);
        assertThat(answer(MAMMOGRAM, uid("ls"), "no uid")
                        .accept()
                        .contexts()
                        .get(0)
                        .result())
                .isEqualTo(Pdu.ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED);
    }

    @Test
    void alwaysAcceptsVerificationAndNeverAsynchronousOperations() {
        Negotiation.Result result = answer("1.2.840.10008.1.1", uid("implicit"));
        assertThat(result.contexts()).containsKey(5);
        assertThat(result.accept().userInformation().asynchronousOperations())
                .contains(new Pdu.AsynchronousOperations(1, 1));
        assertThat(result.accept().userInformation().maximumLength()).isEqualTo(ListenerConfig.DEFAULT_MAX_PDU_LENGTH);
    }
}
