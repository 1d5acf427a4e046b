package org.mammoclip.worker.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mammoclip.mammoclip.data.check.Problem;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.ReportTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.worker.evaluate.Progress;
import org.mammoclip.worker.learn.StudySettings;
import org.mammoclip.worker.learn.StudyTable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes what DICOM studies and reports hold as a table. */
@Command(
        name = "table",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes the images and reports of DICOM studies as image_text.csv (one row an image, in the layout of the"
                    + " reference's tables, with a column study_id) and image_text.jsonl (one line a breast, cleaned texts).",
            "Patients become keys: a hash, unless --keep-patient-ids. Reports are written as they are: names in them stay."
        },
        footer = {
            "",
            "Not needed for training: 'mammoclip pretrain --studies --reports' reads the same.",
            "",
            "Example:",
            "  mammoclip data table --studies archive --reports reports.csv \\",
            "      --patient-key-file key --link-images --out local",
            "  mammoclip pretrain --image-text local/image_text.csv --images local/images ..."
        })
final class DataTableCommand implements Callable<Integer> {
    @ArgGroup(exclusive = false, validate = false, heading = "%nWhat is read:%n")
    StudyOptions studies = new StudyOptions();

    @Option(
            names = "--folds",
            paramLabel = "N",
            defaultValue = "4",
            description = "Folds of patients, 2 to 100 (default: ${DEFAULT-VALUE}).")
    int folds;

    @Option(
            names = "--fold-seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Another seed deals other patients together (default: ${DEFAULT-VALUE}).")
    long foldSeed;

    @Option(names = "--skip-bad-rows", description = "Leave bad reports out, counted, instead of failing.")
    boolean skipBadRows;

    @Option(
            names = "--link-images",
            description = "Also make images/<patient>/<SOP Instance UID>.dcm, symbolic links to the DICOM files.")
    boolean linkImages;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder for the tables.")
    Path out = Path.of("");

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        PrintWriter err = spec.commandLine().getErr();
        try {
            Progress progress = new Progress(err, System.console() != null, System::nanoTime);
            StudyTable table = StudyTable.read(settings(), progress);
            Files.createDirectories(out);
            Files.write(out.resolve(StudyTable.NAME), table.content());
            Files.writeString(out.resolve("image_text.jsonl"), lines(table.table()));
            if (linkImages) {
                link(table);
            }
            PrintWriter console = spec.commandLine().getOut();
            table.notes().forEach(note -> console.println(note.issue().title() + ": " + note.detail()));
            table.notes().stream()
                    .map(Problem::where)
                    .flatMap(where -> where.stream().limit(3))
                    .forEach(place -> console.println("  " + place));
            console.println("wrote " + table.table().rows().size() + " images to " + out.resolve(StudyTable.NAME));
            console.flush();
            return 0;
        } catch (TableException e) {
            e.problems().forEach(err::println);
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
    }

    private StudySettings settings() throws IOException {
        try {
            studies.areGiven();
            return studies.settings(folds, foldSeed, skipBadRows);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void link(StudyTable table) throws IOException {
        for (CsvTable.Row row : table.table().rows()) {
            String image = table.table().value(row, "image_id");
            Path file = table.files().get(image);
            if (file == null) {
                throw new IllegalStateException("a row without a file");
            }
            // Both names are ours or checked: hexadecimal digits, or a UID. A Patient ID is what somebody typed.
            String patient = table.table().value(row, "patient_id").replaceAll("[^A-Za-z0-9_-]", "_");
            Path folder = Files.createDirectories(out.resolve("images").resolve(patient));
            Path link = folder.resolve(image + ".dcm");
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, file.toAbsolutePath());
        }
    }

    /** One line a breast. */
    private static String lines(CsvTable table) throws IOException {
        Map<String, ObjectNode> breasts = new LinkedHashMap<>();
        ObjectMapper mapper = new ObjectMapper();
        for (ReportTable.Row row : ReportTable.read(table, true).rows()) {
            ObjectNode breast = breasts.computeIfAbsent(
                    row.patient() + "\n" + row.exam() + "\n" + row.laterality(), key -> breast(mapper, row));
            for (ReportTable.Image image : row.images()) {
                breast.withArray("image").add(image.name());
                breast.withArray(image.view()).add(image.name());
            }
        }
        StringBuilder lines = new StringBuilder();
        for (ObjectNode breast : breasts.values()) {
            lines.append(mapper.writeValueAsString(breast)).append('\n');
        }
        return lines.toString();
    }

    private static ObjectNode breast(ObjectMapper mapper, ReportTable.Row row) {
        ObjectNode breast = mapper.createObjectNode();
        breast.put("patient_id", row.patient()).put("study_id", row.exam()).put("laterality", row.laterality());
        List.of("image", "CC", "MLO").forEach(breast::putArray);
        ArrayNode texts = breast.putArray("text");
        row.sections().forEach(section -> texts.add(section.text().joined()));
        return breast;
    }
}
