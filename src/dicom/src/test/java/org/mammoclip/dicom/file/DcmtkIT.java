package org.mammoclip.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.json.DicomJson;
import org.mammoclip.dicom.sr.ContentTree;

/** DCMTK's {@code dcmdump} and {@code dcm2json} must agree with our reader and writer. */
class DcmtkIT {
    private static final Pattern COMPLAINT = Pattern.compile("(?m)^[EW]: .*$");

    @TempDir
    Path folder;

    static Stream<Path> examples() throws Exception {
        return ExamplesTest.all();
    }

    private static boolean isInstalled(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }

    private String run(String... command) throws IOException, InterruptedException {
        assumeTrue(isInstalled(command[0]), command[0] + " (Debian package dcmtk) is not installed");
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void dcmdumpReadsWhatWeWriteWithoutComplaint(Path example) throws Exception {
        Part10File file = Part10Reader.read(example, ReadLimits.DEFAULT);
        Path ours = folder.resolve("ours.dcm");
        Part10Writer.write(ours, file);

        String dump = run("dcmdump", "-q", "+L", ours.toString());

        assertThat(COMPLAINT.matcher(dump).results().map(match -> match.group()))
                .isEmpty();
        assertThat(dump).contains("(0008,0018) UI");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void dcm2jsonSaysTheSameAsWe(Path example) throws Exception {
        Part10File file = Part10Reader.readHeader(example, ReadLimits.DEFAULT);
        Path explicit = folder.resolve("header.dcm");
        Part10Writer.write(
                explicit, new Part10File(file.fileMeta(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, file.dataSet()));

        String json = run("dcm2json", explicit.toString());

        List<DataSet> theirs =
                DicomJson.read(new java.io.ByteArrayInputStream(json.getBytes(StandardCharsets.ISO_8859_1)));
        DataSet ours = Part10Reader.read(explicit, ReadLimits.DEFAULT).dataSet();
        assertThat(DataSets.describe(comparable(theirs.get(0)))).isEqualTo(DataSets.describe(comparable(ours)));
    }

    static Stream<Path> reports() throws Exception {
        return ExamplesTest.reports().filter(report -> !report.endsWith("kos_flagged.dcm")); // dsrdump knows no KO
    }

    @ParameterizedTest
    @MethodSource("reports")
    void dsrdumpReadsTheContentWeEncodeAsItReadTheOriginal(Path report) throws Exception {
        Part10File file = Part10Reader.read(report, ReadLimits.DEFAULT);
        DataSet.Builder content = file.dataSet().toBuilder();
        List.of(Tag.ContentSequence, Tag.ConceptNameCodeSequence, Tag.ContentTemplateSequence)
                .forEach(content::remove);
        content.addAll(ContentTree.decode(file.dataSet()).encode());
        Path ours = folder.resolve("ours.dcm");
        Part10Writer.write(ours, new Part10File(file.fileMeta(), file.transferSyntax(), content.build()));

        String dump = run("dsrdump", "+Pm", "+Pl", ours.toString());

        assertThat(COMPLAINT.matcher(dump).results().map(match -> match.group()))
                .isEmpty();
        assertThat(dump).isEqualTo(run("dsrdump", "+Pm", "+Pl", report.toString()));
    }

    /** Decimal strings as the shortest text of their number, since each tool writes numbers in its own way. */
    private static DataSet comparable(DataSet dataSet) {
        DataSet.Builder result = DataSet.builder();
        for (DataElement element : dataSet) {
            if (element.value() instanceof Value.Items items) {
                result.sequence(
                        element.tag(),
                        items.items().stream().map(DcmtkIT::comparable).toList());
            } else if (element.vr() == org.mammoclip.dicom.Vr.DS && !element.isEmpty()) {
                result.decimals(element.tag(), dataSet.decimals(element.tag()));
            } else if (element.tag() != Tag.SpecificCharacterSet) {
                result.add(element);
            }
        }
        return result.build();
    }
}
