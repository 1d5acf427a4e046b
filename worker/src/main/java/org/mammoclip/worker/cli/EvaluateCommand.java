package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.FindingSet;
import org.mammoclip.mammoclip.evaluate.EvaluationSettings;
import org.mammoclip.mammoclip.evaluate.ThresholdChoice;
import org.mammoclip.mammoclip.evaluate.table.ClassQuestion;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.Question;
import org.mammoclip.mammoclip.evaluate.table.RowRange;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.worker.config.ConfigException;
import org.mammoclip.worker.evaluate.DatasetEvaluation;
import org.mammoclip.worker.evaluate.DatasetRequest;
import org.mammoclip.worker.evaluate.EvaluatedTable;
import org.mammoclip.worker.evaluate.EvaluationContext;
import org.mammoclip.worker.evaluate.PredictedBoxes;
import org.mammoclip.worker.evaluate.PredictionEvaluation;
import org.mammoclip.worker.evaluate.Progress;
import org.mammoclip.worker.evaluate.RetrievalEvaluation;
import org.mammoclip.worker.evaluate.TableCounts;
import org.mammoclip.worker.evaluate.TableFormat;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how good scores are. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Says how good scores are: AUROC, AUPRC, operating points, calibration, localisation, each with a confidence"
                    + " interval. Writes evaluation.json (every number) and evaluation.html (one page with plots that needs"
                    + " no network) into a folder.",
            "",
            "Without --images the TABLE holds predictions of any program. With --images the TABLE is a data set whose"
                    + " images are scored first."
        },
        footer = {
            "",
            "Tables are CSV files in UTF-8 with a header line; comma, semicolon or tab",
            "separates. Names of columns may be in any case.",
            "",
            "Predictions, one row each:",
            "  score        or prediction, probability: a number; scores that are not all",
            "               within 0 and 1 are ranked only",
            "  label        or target, truth, cancer: 0 or 1",
            "  patient_id   optional, makes intervals honest",
            "  laterality   optional, L or R, needed for --unit breast",
            "  image_id     optional, rows of the same image count once",
            "Other names, or several findings:",
            "  --finding mass=mass_score,mass_label --finding calc=calc_score,calc_label",
            "Several answers: --classes density=truth,p_a,p_b,p_c,p_d",
            "",
            "Data sets, seen from their columns:",
            "  VinDr-Mammo  finding_annotations.csv, or the reference's",
            "               vindr_detection_v1_folds.csv: study_id or patient_id, image_id,",
            "               laterality, breast_density, finding_categories as a list",
            "               (['Mass', ...]), xmin, ymin, xmax, ymax of the original image,",
            "               optionally resized_xmin ... of the prepared one, split",
            "  RSNA         train.csv, with the reference's fold column or without:",
            "               patient_id, image_id, laterality, cancer, density, fold",
            "  Reports      patient_id, laterality, image_id, FINDINGS, IMPRESSION; or per",
            "               breast image and text as lists. Ranks each image's report among",
            "               all (recall at 1, 5, 10, 15, mean rank)",
            "",
            "Images are found as <patient>/<image>.png (.jpg, .dcm, or no extension), or by",
            "their name anywhere below the folder. DICOM objects are prepared as the worker",
            "does it. Pictures must have been cropped and resized before (8 bits, the model's",
            "size: 1520 rows, 912 columns), unless --prepare-pictures is given.",
            "",
            "Where a table has boxes, the summary says how often the strongest place of a",
            "map, and the centre of the surest box, lie in a true box, and what chance",
            "reaches on the same images: a place drawn from the breast, the place of another",
            "finding in the image, the place in images of other patients.",
            "",
            "Only the rows split=test (VinDr) or fold=0 (RSNA, reports) are evaluated if",
            "there is such a column and --rows says nothing else. To count as the reference",
            "does: --unit row for VinDr, --unit breast for RSNA.",
            "",
            "Bad rows are listed all at once with their lines (the first 100), and nothing",
            "is written; with --skip-bad-rows they are left out and counted.",
            "",
            "Examples:",
            "  mammoclip evaluate predictions.csv",
            "  mammoclip evaluate test.csv --validation val.csv \\",
            "      --choose youden --choose sensitivity=0.9",
            "  mammoclip evaluate all.csv --rows split=test \\",
            "      --finding mass=p_mass,mass --finding calc=p_calc,calc",
            "  mammoclip evaluate finding_annotations.csv --images images_png \\",
            "      --checkpoint b5.tar --cache scores.jsonl",
            "  mammoclip evaluate train_folds.csv --images png --unit breast \\",
            "      --validation-rows fold=3 --choose youden",
            "  mammoclip evaluate finding_annotations.csv --count-only",
            "",
            "Exit codes: 0 done; 1 failed (bad rows, unreadable files); 2 wrong usage;",
            "3 wrong findings file."
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final int MAX_THREADS = 4;

    @Parameters(paramLabel = "TABLE", description = "CSV file of predictions, or of a data set.")
    Path table = Path.of("");

    @ArgGroup(exclusive = false, validate = false, heading = "%nTables of predictions:%n")
    EvaluatePredictionOptions predictions = new EvaluatePredictionOptions();

    @Option(names = "--rows", paramLabel = "COLUMN=VALUE", description = "Evaluate only these rows, or 'all'.")
    @Nullable
    String rows;

    @Option(names = "--count-only", description = "Print rows, images and positives of a data set and score nothing.")
    boolean countOnly;

    @Option(names = "--skip-bad-rows", description = "Leave bad rows and images out, counted, instead of failing.")
    boolean skipBadRows;

    @ArgGroup(exclusive = false, validate = false, heading = "%nScoring images:%n")
    EvaluateModelOptions model = new EvaluateModelOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "%nOperating points, in addition to the model's own:%n")
    EvaluateThresholdOptions thresholds = new EvaluateThresholdOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "%nWhat is counted, and how sure it is:%n")
    EvaluateSettingsOptions settings = new EvaluateSettingsOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "evaluation",
            description = "Folder for evaluation.json and evaluation.html (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("");

    @Option(names = "--title", paramLabel = "TEXT", description = "Title of the page.")
    @Nullable
    String title;

    @Option(
            names = "--compare-with",
            paramLabel = "vindr|rsna",
            description = "Published results to put beside those of a table of predictions.")
    @Nullable
    String compareWith;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure, ConfigException, InterruptedException {
        try {
            CsvTable read = CsvTable.read(table);
            if (countOnly) {
                return count(read);
            }
            EvaluatedTable result = model.images == null ? predictions(read) : dataset(read, model.images);
            result.writeTo(out);
            EvaluateSummary.print(spec.commandLine().getOut(), result.report(), out);
            return 0;
        } catch (TableException e) {
            PrintWriter err = spec.commandLine().getErr();
            e.problems().forEach(err::println);
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
    }

    private int count(CsvTable read) throws TableException {
        TableFormat format = TableFormat.ofDataset(read);
        TableCounts.print(spec.commandLine().getOut(), chosen(read, format), format, skipBadRows);
        return 0;
    }

    private EvaluatedTable predictions(CsvTable read) throws IOException {
        List<Question> questions = parsed(predictions::questions);
        List<ClassQuestion> classes = parsed(predictions::classQuestions);
        if (questions.isEmpty() && classes.isEmpty() && read.has("finding_categories")) {
            throw usage("this is a VinDr table: name the folder of its images with --images, or use --count-only");
        }
        EvaluationContext context = context(settings(), published(""));
        return new PredictionEvaluation(context)
                .run(chosen(read, TableFormat.PREDICTIONS), validation(read), questions, classes, boxes());
    }

    private Optional<PredictedBoxes> boxes() throws IOException {
        try {
            return predictions.readBoxes();
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private EvaluatedTable dataset(CsvTable read, Path images)
            throws ConfigException, IOException, InterruptedException {
        if (!predictions.isEmpty()) {
            throw usage(
                    "--finding, --classes and boxes belong to tables of predictions; with --images the findings file"
                            + " says what is asked");
        }
        TableFormat format = TableFormat.ofDataset(read);
        EvaluationSettings how = settings();
        EvaluationContext context = context(how, published(format == TableFormat.IMAGE_TEXT ? "" : format.key()));
        FindingSet asked = model.findings(format);
        DatasetRequest request = new DatasetRequest(
                format,
                chosen(read, format),
                validation(read),
                images,
                model.checkpoint,
                parsed(() -> model.options(asked)),
                Optional.ofNullable(model.cancerFinding),
                model.preparePictures,
                Optional.ofNullable(model.cache));
        int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
        Progress progress = new Progress(spec.commandLine().getErr(), System.console() != null, System::nanoTime);
        return format == TableFormat.IMAGE_TEXT
                ? new RetrievalEvaluation(context, progress, threads).run(request)
                : new DatasetEvaluation(context, progress, threads).run(request);
    }

    /** Whose published results stand beside these. */
    private String published(String usual) {
        if (compareWith == null) {
            return usual;
        }
        if (!compareWith.equals("vindr") && !compareWith.equals("rsna")) {
            throw usage("--compare-with is vindr or rsna, not '" + compareWith + "'");
        }
        return compareWith;
    }

    /** The rows that are asked for, or those the reference tests on. */
    private CsvTable chosen(CsvTable read, TableFormat format) throws TableException {
        if (rows == null) {
            Optional<RowRange> usual = format.testRows(read);
            return usual.isPresent() ? usual.get().of(read) : read;
        }
        String range = rows;
        return range.equals("all") ? read : parsed(() -> RowRange.parse(range)).of(read);
    }

    private Optional<CsvTable> validation(CsvTable read) throws IOException {
        if (thresholds.validation == null && thresholds.validationRows == null) {
            return Optional.empty();
        }
        CsvTable source = thresholds.validation == null ? read : CsvTable.read(thresholds.validation);
        String range = thresholds.validationRows;
        return Optional.of(
                range == null ? source : parsed(() -> RowRange.parse(range)).of(source));
    }

    private EvaluationSettings settings() {
        List<ThresholdChoice> choices = new ArrayList<>();
        for (String given : thresholds.given) {
            choices.add(parsed(() -> ThresholdChoice.parseGiven(given)));
        }
        for (String rule : thresholds.rules) {
            choices.add(parsed(() -> ThresholdChoice.parseRule(rule)));
        }
        if (!thresholds.rules.isEmpty() && thresholds.validation == null && thresholds.validationRows == null) {
            throw usage("--choose looks for a threshold on validation rows; name them with --validation FILE or"
                    + " --validation-rows COLUMN=VALUE");
        }
        return parsed(() -> settings.settings(choices));
    }

    private EvaluationContext context(EvaluationSettings how, String dataSet) {
        List<String> typed = new ArrayList<>(List.of("mammoclip"));
        typed.addAll(spec.root().commandLine().getParseResult().originalArgs());
        return new EvaluationContext(
                title == null ? "Evaluation of " + table.getFileName() : title,
                dataSet,
                typed,
                ProductVersion.current(),
                Clock.systemUTC().instant(),
                how,
                skipBadRows);
    }

    /** A value that can be wrong: then it is wrong usage. */
    private <T> T parsed(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
