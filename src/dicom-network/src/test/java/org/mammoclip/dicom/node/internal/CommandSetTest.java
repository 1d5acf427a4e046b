package org.mammoclip.dicom.node.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;

class CommandSetTest {
    /** C-ECHO-RQ: group length 56, class Verification (padded with NUL), field 0030H, message id 1, no data set. */
    private static final String C_ECHO_RQ = """
            0000 0000 04000000 38000000
            0000 0200 12000000 312E322E3834302E31303030382E312E3100
            0000 0001 02000000 3000
            0000 1001 02000000 0100
            0000 0008 02000000 0101
            """;

    @Test
    void writesTheBytesOfTheStandard() {
        CommandSet echo = CommandSet.builder(CommandSet.C_ECHO_RQ)
                .number(Tag.MessageID, 1)
                .number(Tag.CommandDataSetType, CommandSet.NO_DATA_SET)
                .uid(Tag.AffectedSOPClassUID, Uid.of("1.2.840.10008.1.1"))
                .build();
        assertThat(echo.encode())
                .asHexString()
                .isEqualTo(HexFormat.of().withUpperCase().formatHex(PduCodecTest.hex(C_ECHO_RQ)));
    }

    @Test
    void readsTheBytesOfTheStandard() throws IOException {
        CommandSet echo = CommandSet.decode(PduCodecTest.hex(C_ECHO_RQ));
        assertThat(echo.field()).isEqualTo(CommandSet.C_ECHO_RQ);
        assertThat(echo.number(Tag.MessageID)).hasValue(1);
        assertThat(echo.uid(Tag.AffectedSOPClassUID)).contains(Uid.of("1.2.840.10008.1.1"));
        assertThat(echo.hasDataSet()).isFalse();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "'', nothing at all",
        "0000 0001 02000000 30, value cut off",
        "0000 0001 020000, header cut off",
        "0000 0001 FFFFFFFF 3000, undefined length",
        "0800 1600 02000000 3000, another group",
        "0000 1001 02000000 0100, no Command Field",
        "0000 0001 04000000 30000000, Command Field of four bytes"
    })
    void refusesWhatIsNoCommandSet(String hex, String what) {
        assertThatThrownBy(() -> CommandSet.decode(PduCodecTest.hex(hex)))
                .as(what)
                .isInstanceOf(InvalidPduException.class);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "",
                "..",
                "/",
                "../../etc/passwd",
                "1.2.3/4",
                "1.2..3",
                ".1.2",
                "1.2.",
                "1.02",
                "1.2.a",
                "1.2.3 4",
                "1.2\\3",
                "1.2\n3",
                "11111111111111111111111111111111111111111111111111111111111111111"
            })
    void hasNoUidWhereTheTextIsNone(String text) throws IOException {
        CommandSet command = CommandSet.builder(CommandSet.C_STORE_RQ)
                .text(Tag.AffectedSOPInstanceUID, text, '\0')
                .build();
        assertThat(CommandSet.decode(command.encode()).uid(Tag.AffectedSOPInstanceUID))
                .isEmpty();
    }

    @Property(tries = 2000)
    void endsOrRefusesWhateverArrives(@ForAll @Size(max = 400) byte[] bytes) {
        try {
            assertThat(CommandSet.decode(bytes).field()).isBetween(0, 0xFFFF);
        } catch (InvalidPduException refused) {
            assertThat(refused.abortReason()).isEqualTo(Pdu.Abort.INVALID_PDU_PARAMETER_VALUE);
        }
    }
}
