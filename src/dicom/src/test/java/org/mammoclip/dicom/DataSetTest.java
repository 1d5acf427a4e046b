package org.mammoclip.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataSetTest {
    @Test
    void ordersElementsByUnsignedTag() {
        DataSet dataSet = DataSet.builder()
                .binary(0xFFFC1000, Vr.OB, new byte[2])
                .text(Tag.PatientID, "1")
                .build();

        assertThat(dataSet.elements()).extracting(DataElement::tag).containsExactly(Tag.PatientID, 0xFFFC1000);
    }

    @Test
    void attributeTagsAreGroupThenElement() {
        DataSet dataSet = DataSet.builder()
                .integers(Tag.FrameIncrementPointer, Tag.PageNumberVector)
                .build();

        assertThat(dataSet.bytes(Tag.FrameIncrementPointer)).hasValue(new byte[] {0x18, 0x00, 0x01, 0x20});
        assertThat(dataSet.decimals(Tag.FrameIncrementPointer)).containsExactly(Tag.PageNumberVector);
    }

    @Test
    void oneEmptyStringIsNoValue() {
        DataSet dataSet = DataSet.builder().text(Tag.PatientID, "").build();

        assertThat(dataSet.element(Tag.PatientID)).map(DataElement::isEmpty).contains(true);
        assertThat(dataSet).isEqualTo(DataSet.builder().text(Tag.PatientID).build());
    }

    @Test
    void malformedValuesReadAsMissing() {
        DataSet dataSet = DataSet.builder()
                .text(Tag.SOPInstanceUID, "1..2")
                .text(Tag.InstanceNumber, "one")
                .text(Tag.StudyDate, "20260231")
                .text(Tag.StudyTime, "25")
                .text(Tag.PatientID, "  ")
                .build();

        assertThat(dataSet.uid(Tag.SOPInstanceUID)).isEmpty();
        assertThat(dataSet.integer(Tag.InstanceNumber)).isEmpty();
        assertThat(dataSet.date(Tag.StudyDate)).isEmpty();
        assertThat(dataSet.time(Tag.StudyTime)).isEmpty();
        assertThat(dataSet.string(Tag.PatientID)).isEmpty();
        assertThat(dataSet.items(Tag.PatientID)).isEmpty();
        assertThat(dataSet.bytes(Tag.PatientID)).isEmpty();
    }

    @Test
    void readsDatesAndTimes() {
        DataSet dataSet = DataSet.builder()
                .text(Tag.StudyDate, "20260228")
                .text(Tag.StudyTime, "0915")
                .build();

        assertThat(dataSet.date(Tag.StudyDate)).contains(LocalDate.of(2026, 2, 28));
        assertThat(dataSet.time(Tag.StudyTime)).contains(LocalTime.of(9, 15));
    }

    @Test
    void builtDataSetsDoNotChangeWithTheirBuilder() {
        DataSet.Builder builder = DataSet.builder().text(Tag.PatientID, "1");
        DataSet first = builder.build();
        builder.text(Tag.PatientID, "2").remove(Tag.PatientID);

        assertThat(first.string(Tag.PatientID)).contains("1");
    }

    @Test
    void refusesValuesThatDoNotFitTheirRepresentation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DataElement(Tag.PatientID, Vr.LO, new Value.Binary(new byte[2])));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DataElement(Tag.PixelData, Vr.OW, new Value.Text(List.of("1"))));
        assertThatIllegalArgumentException().isThrownBy(() -> DataSet.builder().decimals(Tag.Rows, 1.5));
    }

    @Test
    void textFormSaysNothingOfValues() {
        assertThat(DataSet.builder().text(Tag.PatientName, "Secret").build().toString())
                .doesNotContain("Secret");
        assertThat(PersonName.of("Secret^Name").toString()).doesNotContain("Secret");
    }
}
