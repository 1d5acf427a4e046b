package org.mammoclip.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.conformance.peers.Objects;
import org.mammoclip.conformance.peers.Site;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Writer;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.testkit.AssociateRequest;
import org.mammoclip.dicom.testkit.InMemoryPacs;
import org.mammoclip.dicom.testkit.ReceivedPdu;
import org.mammoclip.dicom.testkit.ScriptedPeer;
import org.mammoclip.dicom.testkit.StoredInstance;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.testkit.SyntheticView;

/**
 * Keeps the tables of {@code statement.md} true: what the running worker accepts is asked on its port, and what its
 * objects hold is read from objects it sent. {@code -Dstatement.update=true} rewrites the tables.
 */
class StatementIT {
    private static final Path STATEMENT = Path.of("statement.md");

    @TempDir
    static Path siteDirectory;

    @TempDir
    Path directory;

    private static Site site;
    private static InMemoryPacs pacs;

    @BeforeAll
    static void startSite() throws Exception {
        site = Site.at(siteDirectory);
        pacs = site.pacs();
        site.start();
    }

    @AfterAll
    static void stopSite() throws Exception {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void tablesSayWhatTheWorkerDoes() throws Exception {
        Map<String, String> blocks = new TreeMap<>();
        blocks.put("bounds", bounds());
        blocks.put("storage", storage());
        List<DataSet> one =
                SyntheticExam.of(101).images().stream().map(Part10File::dataSet).toList();
        List<DataSet> other = SyntheticExam.builder(102)
                .size(new ImageSize(480, 400))
                .acquiredAt(LocalDateTime.of(2025, 7, 1, 14, 5))
                .studyDescription("MAMMOGRAPHY")
                .views(SyntheticView.RMLO, SyntheticView.RCC, SyntheticView.LMLO, SyntheticView.LCC)
                .build()
                .images()
                .stream()
                .map(image -> inEverythingElse(image.dataSet()))
                .toList();
        store(one);
        store(other);
        blocks.put("mammography-cad-sr", attributes(SopClass.MAMMOGRAPHY_CAD_SR, one, other));
        blocks.put("comprehensive-3d-sr", attributes(SopClass.COMPREHENSIVE_3D_SR, one, other));
        blocks.put("secondary-capture", attributes(SopClass.SECONDARY_CAPTURE_IMAGE, one, other));

        String written = Files.readString(STATEMENT);
        String expected = written;
        for (Map.Entry<String, String> block : blocks.entrySet()) {
            expected = replace(expected, block.getKey(), block.getValue());
        }
        if (Boolean.getBoolean("statement.update")) {
            Files.writeString(STATEMENT, expected);
        } else {
            assertThat(written)
                    .as("statement.md; -Dstatement.update=true rewrites its tables")
                    .isEqualTo(expected);
        }
    }

    /** What two synthetic exams have in common, made different. */
    private static DataSet inEverythingElse(DataSet image) {
        return image.toBuilder()
                .text(Tag.SpecificCharacterSet, "ISO_IR 100")
                .text(Tag.PatientSex, "O")
                .text(Tag.IssuerOfPatientID, "OTHERHOSP")
                .text(Tag.StudyID, "2")
                .text(Tag.TimezoneOffsetFromUTC, "+0100")
                .text(Tag.ReferringPhysicianName, "Doctor^Synthetic")
                .build();
    }

    private void store(List<DataSet> images) throws Exception {
        List<Path> files = new ArrayList<>();
        for (DataSet image : images) {
            Path file = Files.createTempFile(directory, "image", ".dcm");
            Part10Writer.write(file, Part10File.of(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
            files.add(file);
        }
        assertThat(site.modality().store(files)).allMatch(SendOutcome::isAccepted);
        site.awaitState(images.get(0).string(Tag.StudyInstanceUID).orElseThrow(), "DELIVERED");
    }

    /** Puts a table between {@code <!-- generated: NAME -->} and {@code <!-- end -->}. */
    private static String replace(String text, String name, String table) {
        Matcher block = Pattern.compile("(<!-- generated: " + name + " -->\n).*?(<!-- end -->)", Pattern.DOTALL)
                .matcher(text);
        assertThat(block.find()).as("a place for %s", name).isTrue();
        return text.substring(0, block.end(1)) + table + text.substring(block.start(2));
    }

    private static String bounds() {
        return table(
                "Bound | Default",
                List.of(
                        "Concurrent associations | " + ListenerConfig.DEFAULT_MAX_ASSOCIATIONS,
                        "Longest PDU received | " + ListenerConfig.DEFAULT_MAX_PDU_LENGTH + " bytes",
                        "Association request and release (ARTIM) | "
                                + ListenerConfig.DEFAULT_ASSOCIATION_TIMEOUT.toSeconds() + " s",
                        "Idle association, then A-ABORT | " + ListenerConfig.DEFAULT_IDLE_TIMEOUT.toSeconds() + " s",
                        "Silence within a message, then A-ABORT | " + ListenerConfig.DEFAULT_MESSAGE_TIMEOUT.toSeconds()
                                + " s",
                        "Longest data set | " + (ListenerConfig.DEFAULT_MAX_DATA_SET_BYTES >> 20) + " MiB"));
    }

    /** Which classes the worker accepts in which transfer syntaxes, as it answers on its port. */
    private static String storage() throws Exception {
        Map<String, List<TransferSyntax>> accepted = new TreeMap<>();
        for (Field field : SopClass.class.getFields()) {
            if (field.getType() == Uid.class) {
                Uid sopClass = (Uid) field.get(null);
                AssociateRequest request = AssociateRequest.of("MAMMOCLIP", "STATEMENT");
                for (TransferSyntax syntax : TransferSyntax.values()) {
                    request = request.with(sopClass, syntax.uid());
                }
                try (ScriptedPeer peer = ScriptedPeer.connect(site.worker().dimsePort())) {
                    peer.send(request.encode());
                    List<String> results = peer.expect(ReceivedPdu.ASSOCIATE_AC).contextResults();
                    List<TransferSyntax> syntaxes = new ArrayList<>();
                    for (TransferSyntax syntax : TransferSyntax.values()) {
                        if (results.contains(2 * syntax.ordinal() + 1 + ":0")) {
                            syntaxes.add(syntax);
                        }
                    }
                    accepted.put(sopClass.value(), syntaxes);
                    peer.release();
                }
            }
        }
        List<TransferSyntax> all = accepted.values().stream()
                .max(java.util.Comparator.comparingInt(List::size))
                .orElseThrow();
        List<String> classes = new ArrayList<>();
        accepted.forEach((sopClass, syntaxes) -> classes.add(
                SopClass.title(Uid.of(sopClass)).orElse("") + " | " + sopClass + " | " + described(syntaxes, all)));
        List<String> syntaxes = new ArrayList<>();
        for (TransferSyntax syntax : all) {
            syntaxes.add(syntax.title() + " | " + syntax.uid());
        }
        return table("SOP class | UID | Transfer syntaxes", classes) + "\n" + table("Transfer syntax | UID", syntaxes);
    }

    private static String described(List<TransferSyntax> syntaxes, List<TransferSyntax> all) {
        if (syntaxes.isEmpty()) {
            return "not accepted";
        }
        return syntaxes.equals(all)
                ? "all below"
                : String.join(", ", syntaxes.stream().map(TransferSyntax::title).toList());
    }

    /** The attributes of one kind of result: which are there, and where their values come from. */
    private static String attributes(Uid sopClass, List<DataSet> one, List<DataSet> other) throws Exception {
        DataSet oneResult = result(sopClass, one, "LCC");
        DataSet otherResult = result(sopClass, other, "RMLO");
        return table(
                "Attribute | Tag | VR | Value",
                new ObjectAttributes(oneResult, source(oneResult, one), otherResult, source(otherResult, other))
                        .rows());
    }

    /** The report, or the Secondary Capture of the view. */
    private static DataSet result(Uid sopClass, List<DataSet> images, String view) throws Exception {
        for (StoredInstance instance :
                pacs.received(images.get(0).uid(Tag.StudyInstanceUID).orElseThrow())) {
            DataSet object =
                    Objects.dataSet(pacs.part10(instance.sopInstanceUid()).orElseThrow());
            if (instance.sopClassUid().equals(sopClass)
                    && (!object.contains(Tag.SourceImageSequence) || view.equals(view(source(object, images))))) {
                return object;
            }
        }
        throw new AssertionError("no object of class " + sopClass);
    }

    /** The image that a result says it was made of; the first analysed one for reports. */
    private static DataSet source(DataSet result, List<DataSet> images) {
        String uid = result.item(Tag.SourceImageSequence)
                .flatMap(item -> item.string(Tag.ReferencedSOPInstanceUID))
                .orElse("");
        return images.stream()
                .filter(image -> uid.isEmpty()
                        ? view(image).equals("LCC")
                        : image.string(Tag.SOPInstanceUID).orElseThrow().equals(uid))
                .findFirst()
                .orElseThrow();
    }

    private static String view(DataSet image) {
        return image.string(Tag.ImageLaterality).orElseThrow()
                + image.string(Tag.ViewPosition).orElseThrow();
    }

    private static String table(String head, List<String> rows) {
        int columns = head.split(" \\| ").length;
        StringBuilder table = new StringBuilder("| " + head + " |\n" + "|---".repeat(columns) + "|\n");
        rows.forEach(row -> table.append("| ").append(row).append(" |\n"));
        return table.toString();
    }
}
