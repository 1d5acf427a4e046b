package org.mammoclip.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.file.FileMeta;
import org.mammoclip.dicom.file.Implementation;
import org.mammoclip.dicom.file.TransferSyntax;

class InstanceFileTest {
    private static final byte[] META = FileMeta.encode(
            Uid.of("1.2.840.10008.5.1.4.1.1.1.2"),
            Uid.of("2.25.1"),
            TransferSyntax.JPEG_LOSSLESS_SV1,
            Implementation.MAMMOCLIP);
    private static final byte[] DATA_SET = {8, 0, 5, 0, 'C', 'S', 0, 0};

    private static byte[] file(byte[] meta, byte[] dataSet) {
        byte[] bytes = Arrays.copyOf(meta, meta.length + dataSet.length);
        System.arraycopy(dataSet, 0, bytes, meta.length, dataSet.length);
        return bytes;
    }

    @Test
    void knowsWhatItHoldsAndWhereTheDataSetBegins(@TempDir Path directory) throws IOException {
        Path path = Files.write(directory.resolve("a.dcm"), file(META, DATA_SET));
        InstanceFile file = InstanceFile.open(path);
        assertThat(file.sopClassUid()).isEqualTo(Uid.of("1.2.840.10008.5.1.4.1.1.1.2"));
        assertThat(file.sopInstanceUid()).isEqualTo(Uid.of("2.25.1"));
        assertThat(file.transferSyntaxUid()).isEqualTo(TransferSyntax.JPEG_LOSSLESS_SV1.uid());
        assertThat(file.dataSetOffset()).isEqualTo(META.length);
        assertThat(file.dataSetLength()).isEqualTo(DATA_SET.length);
        try (InputStream dataSet = file.openDataSet()) {
            assertThat(dataSet.readAllBytes()).isEqualTo(DATA_SET);
        }
    }

    @Test
    void refusesWhatIsNoPart10File(@TempDir Path directory) throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "x".repeat(500));
        assertThatThrownBy(() -> InstanceFile.open(text)).isInstanceOf(DicomFormatException.class);
        Path empty = Files.write(directory.resolve("empty"), new byte[0]);
        assertThatThrownBy(() -> InstanceFile.open(empty)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesEveryTruncationOfTheMetaInformation(@TempDir Path directory) throws IOException {
        for (int length = 0; length < META.length; length++) {
            Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(META, length));
            try {
                // cut between two elements behind the three UIDs: everything that is needed is there
                assertThat(InstanceFile.open(cut).sopInstanceUid()).isEqualTo(Uid.of("2.25.1"));
            } catch (IOException expected) {
                assertThat(expected).hasMessageNotContaining("2.25.1");
            }
        }
    }

    @Property(tries = 500)
    void endsOrRefusesWhateverTheFileHolds(
            @ForAll @Size(max = 300) byte[] bytes, @ForAll @IntRange(max = 330) int at, @ForAll byte value) {
        try {
            Path directory = Files.createTempDirectory("instance-file");
            try {
                byte[] mutated = file(META, bytes);
                mutated[Math.min(at, mutated.length - 1)] = value;
                Path path = Files.write(directory.resolve("f"), mutated);
                InstanceFile file = InstanceFile.open(path);
                assertThat(file.dataSetOffset() + file.dataSetLength()).isEqualTo(mutated.length);
                Files.delete(path);
            } catch (IOException refused) {
                Files.deleteIfExists(directory.resolve("f"));
            } finally {
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
