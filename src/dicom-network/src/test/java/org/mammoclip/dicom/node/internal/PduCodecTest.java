package org.mammoclip.dicom.node.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden bytes of every control PDU, with their meaning above. */
class PduCodecTest {
    /**
     * A-ASSOCIATE-RQ, 260 bytes after the header: protocol version 1, called PACS, calling MODALITY, DICOM application
     * context, context 1 = Verification in Implicit VR Little Endian, context 3 = Digital Mammography For Presentation
     * in JPEG Lossless SV1 and Explicit VR Little Endian, maximum length 16384, class UID 1.2.3, version TEST.
     */
    private static final String ASSOCIATE_RQ = """
            01 00 00000104
            0001 0000
            50414353202020202020202020202020
            4D4F44414C4954592020202020202020
            0000000000000000000000000000000000000000000000000000000000000000
            10 00 0015 312E322E3834302E31303030382E332E312E312E31
            20 00 002E 01 000000
               30 00 0011 312E322E3834302E31303030382E312E31
               40 00 0011 312E322E3834302E31303030382E312E32
            20 00 0054 03 000000
               30 00 001B 312E322E3834302E31303030382E352E312E342E312E312E312E32
               40 00 0016 312E322E3834302E31303030382E312E322E342E3730
               40 00 0013 312E322E3834302E31303030382E312E322E31
            50 00 0019
               51 00 0004 00004000
               52 00 0005 312E322E33
               55 00 0004 54455354
            """;

    private static final Pdu.AssociateRq ASSOCIATE_RQ_VALUE = new Pdu.AssociateRq(
            1,
            "PACS",
            "MODALITY",
            "1.2.840.10008.3.1.1.1",
            List.of(
                    new Pdu.ProposedContext(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2")),
                    new Pdu.ProposedContext(
                            3,
                            "1.2.840.10008.5.1.4.1.1.1.2",
                            List.of("1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.1"))),
            new Pdu.UserInformation(16_384, "1.2.3", "TEST", Optional.empty()));

    /**
     * A-ASSOCIATE-AC: context 1 accepted with Implicit VR Little Endian, context 3 refused because its abstract syntax is
     * not supported, maximum length 131072, class UID 1.2.3, no asynchronous operations (1, 1).
     */
    private static final String ASSOCIATE_AC = """
            02 00 000000B4
            0001 0000
            50414353202020202020202020202020
            4D4F44414C4954592020202020202020
            0000000000000000000000000000000000000000000000000000000000000000
            10 00 0015 312E322E3834302E31303030382E332E312E312E31
            21 00 0019 01 00 00 00
               40 00 0011 312E322E3834302E31303030382E312E32
            21 00 0019 03 00 03 00
               40 00 0011 312E322E3834302E31303030382E312E32
            50 00 0019
               51 00 0004 00020000
               52 00 0005 312E322E33
               53 00 0004 0001 0001
            """;

    private static final Pdu.AssociateAc ASSOCIATE_AC_VALUE = new Pdu.AssociateAc(
            "PACS",
            "MODALITY",
            List.of(new Pdu.ContextResult(1, 0, "1.2.840.10008.1.2"), new Pdu.ContextResult(3, 3, "1.2.840.10008.1.2")),
            new Pdu.UserInformation(131_072, "1.2.3", "", Optional.of(new Pdu.AsynchronousOperations(1, 1))));

    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of(ASSOCIATE_RQ, ASSOCIATE_RQ_VALUE),
                Arguments.of(ASSOCIATE_AC, ASSOCIATE_AC_VALUE),
                // rejected permanent, service user, called AE title not recognized
                Arguments.of("03 00 00000004 00 01 01 07", Pdu.AssociateRj.CALLED_AE_TITLE),
                // rejected transient, service provider (presentation), local limit exceeded
                Arguments.of("03 00 00000004 00 02 03 02", Pdu.AssociateRj.LOCAL_LIMIT_EXCEEDED),
                Arguments.of("05 00 00000004 00000000", new Pdu.ReleaseRq()),
                Arguments.of("06 00 00000004 00000000", new Pdu.ReleaseRp()),
                // service user
                Arguments.of("07 00 00000004 0000 00 00", Pdu.Abort.BY_USER),
                // service provider, unexpected PDU
                Arguments.of("07 00 00000004 0000 02 02", Pdu.Abort.byProvider(Pdu.Abort.UNEXPECTED_PDU)));
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void writesTheBytesOfTheStandard(String bytes, Pdu value) {
        assertThat(PduCodec.encode(value))
                .asHexString()
                .isEqualTo(HexFormat.of().withUpperCase().formatHex(hex(bytes)));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void readsTheBytesOfTheStandard(String bytes, Pdu value) throws IOException {
        PduReader reader = new PduReader(new ByteArrayInputStream(hex(bytes)), 1 << 17, 64);
        assertThat(reader.next()).isEqualTo(value.type());
        assertThat(reader.body()).isEqualTo(value);
        assertThat(reader.next()).isNull();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void refusesEveryTruncation(String bytes, Pdu value) {
        byte[] whole = hex(bytes);
        byte[] body = Arrays.copyOfRange(whole, PduCodec.HEADER_BYTES, whole.length);
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            try {
                // cutting between two items leaves a legal PDU, but never the same one
                assertThat(PduCodec.decode(value.type(), cut)).isNotEqualTo(value);
            } catch (InvalidPduException expected) {
                assertThat(expected.abortReason()).isEqualTo(Pdu.Abort.INVALID_PDU_PARAMETER_VALUE);
            }
        }
    }

    @Test
    void skipsItemsThatItDoesNotKnow() throws IOException {
        // role selection, extended negotiation, user identity inside 50H; an unknown item 60H outside
        byte[] withUnknown = hex("""
                0001 0000
                50414353202020202020202020202020
                4D4F44414C4954592020202020202020
                0000000000000000000000000000000000000000000000000000000000000000
                60 00 0002 FFFF
                10 00 0015 312E322E3834302E31303030382E332E312E312E31
                50 00 001C
                   54 00 0008 0004 312E3233 01 01
                   51 00 0004 00004000
                   58 00 0004 01010000
                """);
        Pdu.AssociateRq request = (Pdu.AssociateRq) PduCodec.decode(PduType.A_ASSOCIATE_RQ, withUnknown);
        assertThat(request.applicationContext()).isEqualTo(PduCodec.APPLICATION_CONTEXT);
        assertThat(request.userInformation().maximumLength()).isEqualTo(16_384);
        assertThat(request.contexts()).isEmpty();
    }

    @ParameterizedTest(name = "context ids {0} and {1}")
    @CsvSource({"2, 3", "1, 1", "0, 1"})
    void refusesContextIdsThatAreEvenOrUsedTwice(int first, int second) {
        Pdu.AssociateRq request = new Pdu.AssociateRq(
                1,
                "A",
                "B",
                PduCodec.APPLICATION_CONTEXT,
                List.of(
                        new Pdu.ProposedContext(first, "1.2", List.of("1.3")),
                        new Pdu.ProposedContext(second, "1.2", List.of("1.3"))),
                new Pdu.UserInformation(0, "", "", Optional.empty()));
        byte[] bytes = PduCodec.encode(request);
        byte[] body = Arrays.copyOfRange(bytes, PduCodec.HEADER_BYTES, bytes.length);
        assertThatThrownBy(() -> PduCodec.decode(PduType.A_ASSOCIATE_RQ, body)).isInstanceOf(InvalidPduException.class);
    }

    @Test
    void keepsTitlesAsTheyAreButForTheirPadding() throws IOException {
        byte[] bytes = PduCodec.encode(new Pdu.AssociateRq(
                1,
                "A ../B",
                "SIXTEEN CHARSxyZ",
                "1.2",
                List.of(),
                new Pdu.UserInformation(0, "", "", Optional.empty())));
        Pdu.AssociateRq request = (Pdu.AssociateRq)
                PduCodec.decode(PduType.A_ASSOCIATE_RQ, Arrays.copyOfRange(bytes, PduCodec.HEADER_BYTES, bytes.length));
        assertThat(request.calledAeTitle()).isEqualTo("A ../B");
        assertThat(request.callingAeTitle()).isEqualTo("SIXTEEN CHARSxyZ");
    }
}
