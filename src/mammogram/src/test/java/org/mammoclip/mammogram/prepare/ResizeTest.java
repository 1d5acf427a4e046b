package org.mammoclip.mammogram.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mammoclip.dicom.pixel.ImageSize;

class ResizeTest {
    static List<String[]> cases() {
        return Golden.lines("opencv-inter-area.txt");
    }

    /** No tolerance: the arithmetic is the same, so is every pixel. */
    @ParameterizedTest
    @MethodSource("cases")
    void equalsOpenCvInterArea(String rows, String columns, String targetRows, String targetColumns, String expected) {
        ImageSize source = new ImageSize(Integer.parseInt(rows), Integer.parseInt(columns));
        ImageSize target = new ImageSize(Integer.parseInt(targetRows), Integer.parseInt(targetColumns));
        int[] noise = Golden.noise(source.pixels(), source.rows() * 1000 + source.columns());
        short[] values = new short[noise.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) (noise[i] & 0xFF);
        }
        BreastCrop whole = new BreastCrop(
                IntStream.range(0, source.rows()).toArray(),
                IntStream.range(0, source.columns()).toArray(),
                true);

        byte[] resized = Resize.to(target, BreastCropTest.grey(source, values), whole);
        assertThat(HexFormat.of().formatHex(resized)).isEqualTo(expected);
    }
}
