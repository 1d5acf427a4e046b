package org.mammoclip.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Writer;
import org.mammoclip.dicom.testkit.SyntheticExam;

class FetchedPartPropertyTest {
    private static final Part10File IMAGE = SyntheticExam.of(3).images().get(0);

    private static byte[] part10() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Part10Writer.write(bytes, IMAGE);
        return bytes.toByteArray();
    }

    @Test
    void leavesTheStreamAtTheDataSet() throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(part10());
        FetchedPart part = FetchedPart.readHead(in);
        assertThat(part.sopInstanceUid())
                .isEqualTo(IMAGE.dataSet().uid(Tag.SOPInstanceUID).orElseThrow());
        assertThat(part.transferSyntaxUid()).isEqualTo(IMAGE.transferSyntax().uid());
        assertThat(in.readAllBytes()).isEqualTo(Intake.encode(IMAGE));
    }

    @Property(tries = 500)
    void refusesAnyBytesThatAreNoHead(@ForAll @Size(max = 600) byte[] bytes) {
        assertThatThrownBy(() -> FetchedPart.readHead(new ByteArrayInputStream(bytes)))
                .isInstanceOf(DicomFormatException.class);
    }

    @Property(tries = 300)
    void neverFailsOtherwiseThanByRefusingADamagedHead(
            @ForAll @IntRange(max = 400) int where, @ForAll byte value, @ForAll @IntRange(max = 400) int length)
            throws IOException {
        byte[] bytes = part10();
        bytes[where] = value;
        for (byte[] damaged : new byte[][] {bytes, Arrays.copyOf(bytes, length)}) {
            try {
                FetchedPart.readHead(new ByteArrayInputStream(damaged));
            } catch (DicomFormatException refused) {
                assertThat(refused.getMessage()).doesNotContain("SYN");
            }
        }
    }
}
