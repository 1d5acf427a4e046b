package org.mammoclip.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.json.DicomJson;
import org.mammoclip.dicom.sr.ContentTree;
import org.mammoclip.dicom.sr.InvalidContentException;

/**
 * Other people's files, which are not part of this repository: with {@code -Dshared.data=FOLDER} or a folder
 * {@code shared/data} beside the checkout, each either reads or is refused as no DICOM.
 */
class SharedDataTest {
    @TempDir
    Path folder;

    private static Path data() {
        String given = System.getProperty("shared.data");
        if (given != null) {
            return Path.of(given);
        }
        Path checkout = Path.of("").toAbsolutePath();
        while (checkout != null && !Files.isDirectory(checkout.resolve("shared/data"))) {
            checkout = checkout.getParent();
        }
        return checkout == null ? Path.of("shared/data") : checkout.resolve("shared/data");
    }

    @TestFactory
    Stream<DynamicTest> everyFileReadsOrIsRefused() throws IOException {
        Path data = data();
        assumeTrue(Files.isDirectory(data), "no folder with other people's DICOM files");
        try (Stream<Path> files = Files.walk(data)) {
            List<Path> dicom = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".dcm") || file.endsWith("DICOMDIR"))
                    .sorted()
                    .toList();
            return dicom.stream()
                    .map(file -> DynamicTest.dynamicTest(data.relativize(file).toString(), () -> check(file)));
        }
    }

    private void check(Path file) throws IOException {
        Part10File read;
        try {
            read = Part10Reader.read(file, ReadLimits.DEFAULT);
        } catch (DicomFormatException e) {
            assertThat(List.of("GH626.dcm", "no_meta.dcm"))
                    .contains(file.getFileName().toString());
            return;
        }
        DataSet header = Part10Reader.readHeader(file, ReadLimits.DEFAULT).dataSet();
        assertThat(DicomJson.read(json(header))).hasSize(1);

        if (header.contains(Tag.ContentSequence)) {
            checkContent(file, header);
        }

        byte[] once = rewrite(read);
        if (once.length > 0) {
            Path copy = Files.write(folder.resolve("copy.dcm"), once);
            Part10File again = Part10Reader.read(copy, ReadLimits.DEFAULT);
            assertThat(rewrite(again)).as("written twice").isEqualTo(once);
            assertThat(again.dataSet().size())
                    .isBetween(read.dataSet().size(), read.dataSet().size() + 1);
        }
    }

    private static void checkContent(Path file, DataSet report) {
        ContentTree tree;
        try {
            tree = ContentTree.decode(report);
        } catch (InvalidContentException e) {
            assertThat(file.getFileName().toString()).isEqualTo("sr_document_with_multiple_groups.dcm"); // SCOORD3D
            return;
        }
        assertThat(ContentTree.decode(tree.encode())).isEqualTo(tree);
    }

    /** With links for what is not in memory. */
    private static String json(DataSet dataSet) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            DicomJson.write(
                    out,
                    dataSet,
                    element -> element.value() instanceof Value.FileRegion || element.value() instanceof Value.Fragments
                            ? Optional.of("bulk")
                            : Optional.empty());
        }
        return text.toString();
    }

    /** Empty where the file holds what may not be written. */
    private static byte[] rewrite(Part10File file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Part10Writer.write(out, file);
        } catch (IllegalArgumentException e) {
            if (!String.valueOf(e.getMessage()).matches("\\([0-9A-F]{4},[0-9A-F]{4}\\) .*")) {
                fail("unexpected refusal", e);
            }
            return new byte[0];
        }
        return out.toByteArray();
    }
}
