package org.mammoclip.dicom.node.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PduReaderTest {
    private static final int MAX = 4096;

    private static PduReader reader(String hex) {
        return reader(PduCodecTest.hex(hex));
    }

    private static PduReader reader(byte[] bytes) {
        return new PduReader(new ByteArrayInputStream(bytes), MAX, 64);
    }

    @Test
    void walksThroughThePdvsOfAPdu() throws IOException {
        // P-DATA-TF of 20 bytes: context 1, command, last, AABBCC; context 1, data, not last, no data; context 3, data,
        // last, DD
        PduReader reader = reader("04 00 00000016  00000005 01 03 AABBCC  00000002 01 00  00000003 03 02 DD");
        assertThat(reader.next()).isEqualTo(PduType.P_DATA_TF);
        assertThat(reader.nextPdv()).isEqualTo(new PduReader.Pdv(1, 3, true, true));
        byte[] data = new byte[8];
        assertThat(reader.read(data, 2, 6)).isEqualTo(3);
        assertThat(data).asHexString().isEqualTo("0000AABBCC000000");
        assertThat(reader.nextPdv()).isEqualTo(new PduReader.Pdv(1, 0, false, false));
        assertThat(reader.nextPdv()).isEqualTo(new PduReader.Pdv(3, 1, false, true));
        assertThat(reader.read(data, 0, 8)).isEqualTo(1);
        assertThat(reader.nextPdv()).isNull();
        assertThat(reader.next()).isNull();
    }

    @Test
    void takesTheLongestPduAndNoLonger() throws IOException {
        byte[] longest = pData(MAX - PduReader.PDV_HEADER_BYTES);
        PduReader reader = reader(longest);
        assertThat(reader.next()).isEqualTo(PduType.P_DATA_TF);
        assertThat(reader.nextPdv().length()).isEqualTo(MAX - PduReader.PDV_HEADER_BYTES);

        PduReader tooLong = reader(pData(MAX - PduReader.PDV_HEADER_BYTES + 1));
        assertThatThrownBy(tooLong::next)
                .isInstanceOfSatisfying(
                        InvalidPduException.class,
                        e -> assertThat(e.abortReason()).isEqualTo(Pdu.Abort.INVALID_PDU_PARAMETER_VALUE));
    }

    private static byte[] pData(int dataBytes) {
        java.nio.ByteBuffer pdu = java.nio.ByteBuffer.allocate(12 + dataBytes);
        pdu.put((byte) 4).put((byte) 0).putInt(dataBytes + 6);
        pdu.putInt(dataBytes + 2).put((byte) 1).put((byte) 2);
        return pdu.array();
    }

    @ParameterizedTest(name = "length {0}")
    @ValueSource(strings = {"80000000", "7FFFFFFF", "FFFFFFFF", "00020001"})
    void refusesAssociationRequestsOfAbsurdLengthWithoutAllocatingIt(String length) {
        PduReader reader = reader("01 00 " + length);
        assertThatThrownBy(reader::next).isInstanceOf(InvalidPduException.class);
    }

    @ParameterizedTest(name = "type {0}")
    @ValueSource(strings = {"00", "08", "47", "FF"})
    void callsUnknownTypesUnrecognized(String type) {
        PduReader reader = reader(type + " 00 00000004 00000000");
        assertThatThrownBy(reader::next)
                .isInstanceOfSatisfying(
                        InvalidPduException.class,
                        e -> assertThat(e.abortReason()).isEqualTo(Pdu.Abort.UNRECOGNIZED_PDU));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "04 00 00000000, P-DATA-TF without PDV",
        "04 00 00000005 00000003 01, PDV header cut off by the PDU",
        "04 00 00000006 00000001 01 00, PDV length 1",
        "04 00 00000006 00000000 01 00, PDV length 0",
        "04 00 00000008 00000005 01 00 AABB, PDV longer than its PDU",
        "04 00 00000008 FFFFFFFF 01 00 AABB, PDV length 2^32-1",
        "04 00 00000008 80000002 01 00 AABB, PDV length 2^31+2"
    })
    void refusesPdvsThatDoNotFit(String hex, String what) {
        assertThatThrownBy(() -> {
                    PduReader reader = reader(hex);
                    reader.next();
                    reader.nextPdv();
                })
                .as(what)
                .isInstanceOf(InvalidPduException.class);
    }

    @Test
    void tellsACloseBetweenPdusFromOneWithin() throws IOException {
        byte[] release = PduCodec.encode(new Pdu.ReleaseRq());
        for (int length = 1; length < release.length; length++) {
            PduReader reader = reader(Arrays.copyOf(release, length));
            assertThatThrownBy(() -> {
                        reader.next();
                        reader.body();
                    })
                    .isInstanceOf(EOFException.class);
        }
        assertThat(reader(new byte[0]).next()).isNull();
    }

    @Test
    void refusesToGoOnBeforeThePduIsRead() throws IOException {
        PduReader reader = reader("04 00 00000007 00000003 01 02 AA");
        assertThat(reader.next()).isEqualTo(PduType.P_DATA_TF);
        assertThatThrownBy(reader::next).isInstanceOf(IllegalStateException.class);
    }
}
