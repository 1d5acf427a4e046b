package org.mammoclip.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.json.DicomJson;
import org.mammoclip.dicom.sr.ContentItem;
import org.mammoclip.dicom.sr.ContentTree;
import org.mammoclip.dicom.sr.PositionPath;

/** Our own example objects, which other people's validators have passed. */
class ExamplesTest {
    static Path folder() throws URISyntaxException {
        return Path.of(ExamplesTest.class.getResource("/examples").toURI());
    }

    static Stream<Path> all() throws IOException, URISyntaxException {
        return dicomFiles(folder());
    }

    static Stream<Path> reports() throws IOException, URISyntaxException {
        return Stream.concat(dicomFiles(folder().resolve("sr")), Stream.of(folder().resolve("other/kos_flagged.dcm")));
    }

    private static Stream<Path> dicomFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".dcm")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void surviveReadingAndWriting(Path example, @TempDir Path folder) throws IOException {
        Part10File inMemory =
                Part10Reader.read(new ByteArrayInputStream(Files.readAllBytes(example)), ReadLimits.DEFAULT);
        Path copy = folder.resolve("copy.dcm");

        Part10Writer.write(copy, Part10Reader.read(example, ReadLimits.DEFAULT));

        assertThat(Part10Reader.read(new ByteArrayInputStream(Files.readAllBytes(copy)), ReadLimits.DEFAULT))
                .isEqualTo(inMemory);
    }

    @ParameterizedTest
    @MethodSource("all")
    void headersAreWhatStandsBeforePixelData(Path example) throws IOException {
        DataSet whole = Part10Reader.read(example, ReadLimits.DEFAULT).dataSet();

        assertThat(Part10Reader.readHeader(example, ReadLimits.DEFAULT).dataSet())
                .isEqualTo(whole.toBuilder().remove(Tag.PixelData).build());
    }

    @ParameterizedTest
    @MethodSource("all")
    void headersSurviveJson(Path example) throws IOException {
        DataSet header = Part10Reader.readHeader(example, ReadLimits.DEFAULT).dataSet();

        assertThat(DicomJson.read(DicomJson.write(header))).containsExactly(header);
    }

    static Stream<Path> nativeOnes() throws IOException, URISyntaxException {
        return all().filter(example -> {
            try {
                return !Part10Reader.readStart(example, ReadLimits.DEFAULT)
                        .transferSyntax()
                        .isEncapsulated();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("nativeOnes")
    void nativeOnesSurviveEveryNativeSyntax(Path example) throws IOException {
        Part10File file = Part10Reader.read(new ByteArrayInputStream(Files.readAllBytes(example)), ReadLimits.DEFAULT);
        for (TransferSyntax syntax : List.of(
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
                TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
            byte[] bytes = Hex.write(file.dataSet(), syntax);
            assertThat(DataSetReader.read(new ByteArrayInputStream(bytes), syntax, ReadLimits.DEFAULT))
                    .as(syntax.name())
                    .isEqualTo(file.dataSet());
        }
    }

    @ParameterizedTest
    @MethodSource("reports")
    void reportContentSurvivesBothDoors(Path report) throws IOException {
        DataSet dataSet = Part10Reader.read(report, ReadLimits.DEFAULT).dataSet();
        ContentTree tree = ContentTree.decode(dataSet);

        DataSet encoded = tree.encode();

        assertThat(ContentTree.decode(encoded)).isEqualTo(tree);
        assertThat(describe(encoded)).isEqualTo(describe(dataSet));
        assertThat(encoded.element(Tag.ConceptNameCodeSequence))
                .isEqualTo(dataSet.element(Tag.ConceptNameCodeSequence));
        assertThat(encoded.element(Tag.ContentTemplateSequence))
                .isEqualTo(dataSet.element(Tag.ContentTemplateSequence));
    }

    /** The content with decimal strings as numbers: 0.620 is 0.62. */
    private static String describe(DataSet root) {
        String text = DataSets.describe(
                DataSet.builder().copy(root, Tag.ContentSequence).build());
        return Pattern.compile("DS Text\\[values=\\[([^\\]]*)]]")
                .matcher(text)
                .replaceAll(match -> "DS " + Double.parseDouble(match.group(1)));
    }

    @Test
    void referencesOfTheCadReportLeadToTheImageLibrary() throws Exception {
        ContentTree tree = ContentTree.decode(
                Part10Reader.read(folder().resolve("sr/mammo_cad_sr_findings.dcm"), ReadLimits.DEFAULT)
                        .dataSet());

        assertThat(tree.templateIdentifier()).isEqualTo("4000");
        assertThat(tree.at(PositionPath.of(1, 2, 1))).get().isInstanceOf(ContentItem.ImageRef.class);
        assertThat(references(tree.root()))
                .isNotEmpty()
                .allSatisfy(reference ->
                        assertThat(tree.at(reference.target())).get().isInstanceOf(ContentItem.ImageRef.class));
    }

    private static List<ContentItem.ByReference> references(ContentItem item) {
        return Stream.concat(
                        item instanceof ContentItem.ByReference reference ? Stream.of(reference) : Stream.empty(),
                        item.children().stream().flatMap(child -> references(child).stream()))
                .toList();
    }

    @Test
    void theSameMammogramDiffersInItsPixelsOnly() throws Exception {
        DataSet deflated = header("RCC_deflated.dcm");
        DataSet rle = header("RCC_rle.dcm");

        assertThat(deflated.string(Tag.PatientName))
                .isEqualTo(rle.string(Tag.PatientName))
                .isPresent();
        assertThat(deflated.item(Tag.ViewCodeSequence))
                .isEqualTo(rle.item(Tag.ViewCodeSequence))
                .isPresent();
        assertThat(deflated.integer(Tag.Rows)).isEqualTo(rle.integer(Tag.Rows)).isPresent();
    }

    private static DataSet header(String name) throws Exception {
        return Part10Reader.readHeader(folder().resolve("transfer-syntaxes").resolve(name), ReadLimits.DEFAULT)
                .dataSet();
    }

    @Test
    void encapsulatedPixelsOfAFileAreTheFragmentsOfTheStream() throws Exception {
        Path example = folder().resolve("transfer-syntaxes/RCC_rle.dcm");
        Value inFile = pixels(Part10Reader.read(example, ReadLimits.DEFAULT));
        Value inMemory =
                pixels(Part10Reader.read(new ByteArrayInputStream(Files.readAllBytes(example)), ReadLimits.DEFAULT));

        Value.FileRegion region = (Value.FileRegion) inFile;
        assertThat(region.encapsulated()).isTrue();
        ByteArrayOutputStream fragments = new ByteArrayOutputStream();
        for (Value.Binary fragment : ((Value.Fragments) inMemory).fragments()) {
            fragments.writeBytes(fragment.bytes());
        }
        byte[] bytes = Files.readAllBytes(example);
        String whole = new String(bytes, (int) region.offset(), (int) region.length(), StandardCharsets.ISO_8859_1);
        assertThat(whole).contains(fragments.toString(StandardCharsets.ISO_8859_1));
    }

    private static Value pixels(Part10File file) {
        return Optional.of(file.dataSet())
                .flatMap(dataSet -> dataSet.element(Tag.PixelData))
                .orElseThrow()
                .value();
    }
}
