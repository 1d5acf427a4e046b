package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.MammoClip;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ClipFile;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.data.check.CheckOrigin;
import org.mammoclip.mammoclip.data.check.CheckedTable;
import org.mammoclip.mammoclip.data.check.DataCheck;
import org.mammoclip.mammoclip.data.check.DataFigures;
import org.mammoclip.mammoclip.data.check.DataJson;
import org.mammoclip.mammoclip.data.check.DataPage;
import org.mammoclip.mammoclip.data.check.DataPictures;
import org.mammoclip.mammoclip.data.check.Issue;
import org.mammoclip.mammoclip.data.check.Problem;
import org.mammoclip.mammoclip.data.check.TableReading;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.text.TextFamily;
import org.mammoclip.mammoclip.text.TextTokenizer;
import org.mammoclip.worker.evaluate.ImageFolder;
import org.mammoclip.worker.evaluate.Progress;
import org.mammoclip.worker.inspect.DataInspection;
import org.mammoclip.worker.inspect.Gallery;
import org.mammoclip.worker.inspect.InspectionSettings;
import org.mammoclip.worker.learn.StudyTable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is in tables and images, and what would make training wrong. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Looks through tables and images before anybody learns from them: counts, bad rows, missing and unusable files,"
                    + " balance of labels, reports, same pictures, patients in two splits. Writes data-check.html (one page"
                    + " with pictures that needs no network) and data-check.json (the same numbers) into a folder.",
            "",
            "Several tables are checked as if they were learned from together."
        },
        footer = {
            "",
            "Tables are those of 'mammoclip evaluate --help': reports (image_id, FINDINGS,",
            "IMPRESSION, or image and text per breast), VinDr-Mammo, RSNA. Images are found",
            "as <patient>/<image>.png (.jpg, .dcm, or no extension), or by their name",
            "anywhere below the folder.",
            "",
            "The page has pictures and the tables' keys of patients; report texts are shown",
            "only if three patients share them. Keep it where the data is kept.",
            "",
            "Examples:",
            "  mammoclip data check image_text.csv --images png",
            "  mammoclip data check --studies archive --reports reports.csv",
            "  mammoclip data check reports.csv vindr.csv --images dicom \\",
            "      --checkpoint models/b2 --out check",
            "",
            "Exit codes: 0 nothing would make training wrong; 1 something would, or it",
            "failed; 2 wrong usage."
        })
final class DataCheckCommand implements Callable<Integer> {
    private static final int MAX_THREADS = 4;
    private static final int SHOWN_PLACES = 3;

    @Parameters(paramLabel = "TABLE", arity = "0..*", description = "CSV files.")
    List<Path> tables = new ArrayList<>();

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Folder of the images (default: only the tables are looked at).")
    @Nullable
    Path images;

    @ArgGroup(exclusive = false, validate = false, heading = "%nDICOM studies in the place of TABLE and --images:%n")
    StudyOptions studies = new StudyOptions();

    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            description = "Model that is to learn: its input size is required of pictures, its vocabulary reads the"
                    + " reports. builtin:demo or a path (default: none).")
    @Nullable
    String checkpoint;

    @Option(
            names = "--prepare-pictures",
            description = "Crop and resize pictures as DICOM objects are; never mix prepared and other ones.")
    boolean preparePictures;

    @Option(names = "--no-pictures", description = "Leave pictures out of the page.")
    boolean noPictures;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "data-check",
            description = "Folder for data-check.html and data-check.json (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("");

    @Option(names = "--title", paramLabel = "TEXT", description = "Title of the page.")
    @Nullable
    String title;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        try {
            Optional<StudyTable> found = found();
            DataCheck check = new DataCheck(tables(found));
            found.ifPresent(study -> study.notes().forEach(check::note));
            Optional<RasterSize> size = checkpoint == null ? Optional.empty() : Optional.of(model(checkpoint, check));
            Optional<ImageFolder> folder = folder(found);
            DataPictures pictures = DataPictures.NONE;
            DataFigures figures;
            if (folder.isEmpty()) {
                figures = check.figures();
            } else {
                check.filesInFolder(folder.get().images());
                int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
                DataInspection inspection = new DataInspection(
                        folder.get(), new InspectionSettings(size, preparePictures, !noPictures, threads), progress());
                Gallery gallery = inspection.inspect(check);
                figures = check.figures();
                pictures = gallery.pictures(figures, inspection);
            }
            write(figures, pictures);
            print(figures);
            return figures.isSound() ? 0 : Main.FAILED;
        } catch (TableException e) {
            e.problems().forEach(spec.commandLine().getErr()::println);
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
    }

    private Progress progress() {
        return new Progress(spec.commandLine().getErr(), System.console() != null, System::nanoTime);
    }

    /** The studies, if they stand in the place of tables. */
    private Optional<StudyTable> found() throws IOException {
        try {
            if (!studies.areGiven()) {
                if (tables.isEmpty()) {
                    throw new IllegalArgumentException("what is to be checked? TABLE, or --studies and --reports");
                }
                return Optional.empty();
            }
            if (!tables.isEmpty() || images != null) {
                throw new IllegalArgumentException("--studies stand in the place of TABLE and --images");
            }
            return Optional.of(StudyTable.read(studies.settings(1, true), progress()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private List<CheckedTable> tables(Optional<StudyTable> found) throws IOException {
        if (found.isPresent()) {
            return List.of(TableReading.read(found.get().table()));
        }
        List<CheckedTable> read = new ArrayList<>();
        for (Path table : tables) {
            read.add(TableReading.read(table));
        }
        return read;
    }

    private Optional<ImageFolder> folder(Optional<StudyTable> found) throws IOException {
        Path folder = found.isPresent() ? studies.studies : images;
        if (folder == null) {
            return Optional.empty();
        }
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(spec.commandLine(), "--images " + folder + " is no folder");
        }
        return Optional.of(found.isPresent() ? found.get().imageFolder(folder) : ImageFolder.of(folder));
    }

    /** Lets the check read texts as the model does. @return the model's input */
    private RasterSize model(String name, DataCheck check) throws IOException {
        if (name.equals(MammoClip.BUILTIN_DEMO)) {
            return model(new DemoCheckpoint(), check);
        }
        try (ModelFile file = ModelFile.open(Path.of(name))) {
            if (file instanceof ClipFile clip) {
                return model(clip.checkpoint(), check);
            }
            throw new ParameterException(
                    spec.commandLine(), "--checkpoint " + name + " has no text encoder; a CLIP checkpoint is needed");
        }
    }

    private static RasterSize model(Checkpoint model, DataCheck check) {
        ModelDescription description = model.description();
        ModelDescription.Text text = description.text();
        check.readTextsWith(
                TextFamily.named(text.family())
                        .tokenizer(model.vocabulary(), text.lowerCase(), TextTokenizer.MAX_TEXT_LENGTH),
                text.maxTokens());
        return new RasterSize(
                description.preparation().rows(), description.preparation().columns());
    }

    private void write(DataFigures figures, DataPictures pictures) throws IOException {
        List<String> typed = new ArrayList<>(List.of("mammoclip"));
        typed.addAll(spec.root().commandLine().getParseResult().originalArgs());
        List<String> notes = new ArrayList<>();
        notes.add(
                "Figures count different images, not rows; the same pictures are those that are equal in every pixel once"
                        + " prepared.");
        if (images == null && !studies.areGiven()) {
            notes.add("Only the tables were looked at: no image was opened.");
        }
        CheckOrigin origin = new CheckOrigin(
                title == null ? "Data check of " + names() : title,
                typed,
                ProductVersion.current(),
                Clock.systemUTC().instant(),
                notes);
        Files.createDirectories(out);
        Files.write(out.resolve("data-check.json"), DataJson.of(figures, origin));
        Files.writeString(
                out.resolve("data-check.html"), DataPage.of(figures, pictures, origin), StandardCharsets.UTF_8);
    }

    private String names() {
        return tables.isEmpty()
                ? studies.studies + " with " + studies.reports
                : String.join(
                        ", ",
                        tables.stream()
                                .map(table -> String.valueOf(table.getFileName()))
                                .toList());
    }

    private void print(DataFigures figures) {
        PrintWriter console = spec.commandLine().getOut();
        console.println(String.format(
                Locale.ROOT,
                "%,d patients, %,d breasts, %,d images, %,d reports",
                figures.patients(),
                figures.breasts(),
                figures.images(),
                figures.texts().breasts()));
        for (Problem problem : figures.problems()) {
            console.println(String.format(
                    Locale.ROOT,
                    "%-8s %s: %s",
                    problem.issue().severity().name().toLowerCase(Locale.ROOT),
                    problem.issue().title(),
                    problem.detail()));
            if (problem.issue().severity() == Issue.Severity.ERROR) {
                problem.where().stream().limit(SHOWN_PLACES).forEach(place -> console.println("         " + place));
                if (problem.where().size() > SHOWN_PLACES) {
                    console.println("         ... more in the report");
                }
            }
        }
        console.println(figures.isSound() ? "nothing would make training wrong" : "not ready for training");
        console.println("wrote    " + out.resolve("data-check.html") + " and data-check.json");
        console.flush();
    }
}
