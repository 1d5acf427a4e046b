package org.mammoclip.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

class PixelFormatTest {
    @Test
    void readsTheImagePixelAttributes() throws UndecodablePixelsException {
        PixelFormat format = PixelFormat.of(Examples.image(4096, 3328, 16, 12).build());

        assertThat(format).isEqualTo(PixelFormat.monochrome(new ImageSize(4096, 3328), 16, 12));
    }

    @ParameterizedTest
    @CsvSource({
        "Rows, 0, CONTRADICTORY_ATTRIBUTES",
        "Columns, 0, CONTRADICTORY_ATTRIBUTES",
        "Rows, 50001, TOO_LARGE",
        "BitsAllocated, 0, CONTRADICTORY_ATTRIBUTES",
        "BitsAllocated, 65, CONTRADICTORY_ATTRIBUTES",
        "BitsStored, 0, CONTRADICTORY_ATTRIBUTES",
        "BitsStored, 17, CONTRADICTORY_ATTRIBUTES",
        "HighBit, 10, CONTRADICTORY_ATTRIBUTES",
        "HighBit, 16, CONTRADICTORY_ATTRIBUTES",
        "HighBit, 65535, CONTRADICTORY_ATTRIBUTES",
        "PixelRepresentation, 2, CONTRADICTORY_ATTRIBUTES",
        "SamplesPerPixel, 0, CONTRADICTORY_ATTRIBUTES",
        "SamplesPerPixel, 5, CONTRADICTORY_ATTRIBUTES",
        "NumberOfFrames, 0, CONTRADICTORY_ATTRIBUTES",
        "NumberOfFrames, -1, CONTRADICTORY_ATTRIBUTES"
    })
    void refusesAttributesOutOfBounds(String keyword, int value, Reason reason) throws ReflectiveOperationException {
        int tag = Tag.class.getField(keyword).getInt(null);
        DataSet image = Examples.image(2000, 2000, 16, 12).integers(tag, value).build();

        assertThat(reasonOf(image)).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Rows",
                "Columns",
                "BitsAllocated",
                "BitsStored",
                "HighBit",
                "PixelRepresentation",
                "SamplesPerPixel",
                "PhotometricInterpretation"
            })
    void namesAMissingAttribute(String keyword) throws ReflectiveOperationException {
        int tag = Tag.class.getField(keyword).getInt(null);
        DataSet image = Examples.image(2, 2, 16, 12).remove(tag).build();

        assertThat(reasonOf(image)).isEqualTo(Reason.MISSING_ATTRIBUTE);
    }

    @Test
    void refusesPhotometricInterpretationsItDoesNotKnowWithoutRepeatingThem() {
        DataSet image = Examples.image(2, 2, 16, 12)
                .text(Tag.PhotometricInterpretation, "HSV SECRET")
                .build();

        assertThatExceptionOfType(UndecodablePixelsException.class)
                .isThrownBy(() -> PixelFormat.of(image))
                .matches(e -> e.reason() == Reason.UNSUPPORTED_FORMAT)
                .matches(e -> !e.getMessage().contains("SECRET"));
    }

    @Test
    void recordsAreValidOrAbsent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PixelFormat.monochrome(new ImageSize(10001, 10000), 16, 12));
        assertThatIllegalArgumentException().isThrownBy(() -> PixelFormat.monochrome(new ImageSize(1, 1), 8, 9));
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageSize(0, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageSize(65536, 65536));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StoredPixels(new ImageSize(2, 2), 12, false, new short[3]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StoredPixels(new ImageSize(2, 2), 17, false, new short[4]));
    }

    private static Reason reasonOf(DataSet image) {
        try {
            PixelFormat.of(image);
        } catch (UndecodablePixelsException e) {
            return e.reason();
        }
        throw new AssertionError("was accepted");
    }
}
