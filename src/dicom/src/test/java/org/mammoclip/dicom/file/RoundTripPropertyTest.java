package org.mammoclip.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.presentation.Representation;
import org.assertj.core.presentation.StandardRepresentation;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.json.DicomJson;

/** What we write, we read back as it was. */
class RoundTripPropertyTest {
    private static final Representation VALUES = new StandardRepresentation() {
        @Override
        protected String fallbackToStringOf(Object object) {
            return object instanceof DataSet dataSet
                    ? DataSets.describe(dataSet)
                    : object instanceof Part10File file
                            ? DataSets.describe(file.fileMeta()) + DataSets.describe(file.dataSet())
                            : super.fallbackToStringOf(object);
        }
    };

    @Provide
    Arbitrary<DataSet> dataSets() {
        return DataSets.any();
    }

    @Provide
    Arbitrary<TransferSyntax> nativeSyntaxes() {
        return net.jqwik.api.Arbitraries.of(
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
                TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.RLE_LOSSLESS);
    }

    @Property
    void dataSetsSurviveEveryTransferSyntax(
            @ForAll("dataSets") DataSet dataSet, @ForAll("nativeSyntaxes") TransferSyntax syntax) throws IOException {
        byte[] bytes = Hex.write(dataSet, syntax);

        assertThat(bytes.length % 2).isZero();
        if (!syntax.isDeflated()) {
            assertThat(DataSetWriter.encodedLength(dataSet, syntax)).isEqualTo(bytes.length);
        }
        assertThat(DataSetReader.read(new ByteArrayInputStream(bytes), syntax, ReadLimits.DEFAULT))
                .withRepresentation(VALUES)
                .isEqualTo(dataSet);
    }

    @Property
    void dataSetsSurviveJson(@ForAll("dataSets") DataSet dataSet) throws IOException {
        assertThat(DicomJson.read(DicomJson.write(dataSet)))
                .withRepresentation(VALUES)
                .containsExactly(dataSet);
    }

    @Property(tries = 100)
    void filesSurvive(@ForAll("dataSets") DataSet dataSet, @ForAll("nativeSyntaxes") TransferSyntax syntax)
            throws IOException {
        DataSet named = dataSet.toBuilder()
                .uid(org.mammoclip.dicom.Tag.SOPClassUID, SopClass.COMPREHENSIVE_SR)
                .text(org.mammoclip.dicom.Tag.SOPInstanceUID, "2.25.7")
                .build();
        Part10File file = Part10File.of(named, syntax);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Part10Writer.write(out, file);

        assertThat(Part10Reader.read(new ByteArrayInputStream(out.toByteArray()), ReadLimits.DEFAULT))
                .withRepresentation(VALUES)
                .isEqualTo(file);
    }
}
