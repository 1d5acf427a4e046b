package org.mammoclip.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.dicom.file.Part10File;

/**
 * Prints how long a 4096 x 3328 mammogram of 12 bits takes to decode: {@code -Dmammoclip.timings=true}, on a machine with
 * nothing else to do.
 */
class DecoderTimingIT {
    private static final int RUNS = 7;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "native, ''",
        "RLE, dcmcrle",
        "JPEG lossless SV1, dcmcjpeg",
        "JPEG-LS, dcmcjpls",
        "JPEG-LS near 2, dcmcjpls +en +md 2",
        "JPEG extended 12 bit, dcmcjpeg +ee +q 90",
        "JPEG 2000 lossless, gdcmconv --j2k"
    })
    void decodes(String name, String encoder) throws Exception {
        assumeTrue(Boolean.getBoolean("mammoclip.timings"), "timings are asked for with -Dmammoclip.timings=true");
        DicomTools tools = new DicomTools(directory);
        StoredPixels original = DicomTools.phantom(new ImageSize(4096, 3328), 12);
        Part10File file = tools.encode(original, encoder.isEmpty() ? new String[0] : encoder.split(" "));
        long[] millis = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            StoredPixels decoded = FrameDecoder.decode(file.dataSet(), file.transferSyntax());
            millis[i] = (System.nanoTime() - start) / 1_000_000;
            assertThat(decoded.size()).isEqualTo(original.size());
        }
        Arrays.sort(millis);
        PrintStream out = System.out;
        out.printf(
                Locale.ROOT,
                "%-22s %5d ms (median of %d; %d to %d)%n",
                name,
                millis[RUNS / 2],
                RUNS,
                millis[0],
                millis[RUNS - 1]);
    }
}
