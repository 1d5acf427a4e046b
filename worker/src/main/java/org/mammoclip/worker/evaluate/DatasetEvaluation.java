package org.mammoclip.worker.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mammoclip.mammoclip.Embedding;
import org.mammoclip.mammoclip.FindingDefinition;
import org.mammoclip.mammoclip.PromptClass;
import org.mammoclip.mammoclip.evaluate.BinaryEvaluation;
import org.mammoclip.mammoclip.evaluate.BinaryQuestion;
import org.mammoclip.mammoclip.evaluate.BinaryResult;
import org.mammoclip.mammoclip.evaluate.ClassResult;
import org.mammoclip.mammoclip.evaluate.EvaluationReport;
import org.mammoclip.mammoclip.evaluate.EvaluationUnit;
import org.mammoclip.mammoclip.evaluate.Observation;
import org.mammoclip.mammoclip.evaluate.Provenance;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.LabelledRow;
import org.mammoclip.mammoclip.evaluate.table.LabelledTable;
import org.mammoclip.mammoclip.evaluate.table.RowProblems;
import org.mammoclip.mammoclip.evaluate.table.TableException;

/** Scores the images of a VinDr or RSNA table and evaluates them against its labels. */
public final class DatasetEvaluation {
    private final EvaluationContext context;
    private final Progress progress;
    private final int threads;

    /** @param threads images prepared at a time */
    public DatasetEvaluation(EvaluationContext context, Progress progress, int threads) {
        this.context = context;
        this.progress = progress;
        this.threads = threads;
    }

    /**
     * @throws TableException if the table cannot be used, an image is missing or cannot be scored, unless such rows are skipped
     * @throws IOException if model or files cannot be read
     */
    public EvaluatedTable run(DatasetRequest request) throws IOException, InterruptedException {
        ImageFolder folder = ImageFolder.of(request.images());
        DatasetRows test = rows(request, request.test(), folder);
        Optional<DatasetRows> validation = Optional.empty();
        if (request.validation().isPresent()) {
            validation = Optional.of(rows(request, request.validation().get(), folder));
            test.requireOtherPatients(validation.get());
        }
        Map<ImageKey, Path> files = new LinkedHashMap<>(test.files());
        validation.ifPresent(more -> files.putAll(more.files()));
        try (ModelInUse model = ModelInUse.open(request.checkpoint(), request.options());
                ScoreCache cache = request.cache().isPresent()
                        ? ScoreCache.open(request.cache().get(), model.identity(request.preparePictures()))
                        : ScoreCache.none()) {
            List<AskedFinding> asked = AskedFinding.of(
                    model.model().card().findings().findings(), test.table().labels(), request.cancerFinding());
            DatasetScoring.Scored scored = new DatasetScoring(
                            model.model(),
                            densities(model, test),
                            false,
                            request.preparePictures(),
                            cache,
                            progress,
                            threads)
                    .score(files);
            RowProblems unusable = requireUsable(test, validation, scored);
            return report(request, model, asked, test, validation, scored, unusable);
        }
    }

    private DatasetRows rows(DatasetRequest request, CsvTable table, ImageFolder folder) throws TableException {
        LabelledTable labels = DatasetRows.labels(table, request.format(), context.skipBadRows());
        return DatasetRows.of(labels, folder, context.skipBadRows());
    }

    private static List<Embedding> densities(ModelInUse model, DatasetRows test) {
        if (test.rows().stream().noneMatch(row -> row.density().isPresent())) {
            return List.of();
        }
        return model.model()
                .embedTexts(PromptClass.DENSITY.stream()
                        .map(category -> category.prompts().get(0))
                        .toList());
    }

    private RowProblems requireUsable(DatasetRows test, Optional<DatasetRows> validation, DatasetScoring.Scored scored)
            throws TableException {
        RowProblems problems = new RowProblems();
        List<DatasetRows> all = new ArrayList<>(List.of(test));
        validation.ifPresent(all::add);
        for (DatasetRows rows : all) {
            for (LabelledRow row : rows.rows()) {
                String reason = scored.unusable().get(DatasetRows.keyOf(row));
                if (reason != null) {
                    problems.add(rows.table().name(), row.line(), "image " + row.image() + ": " + reason);
                }
            }
        }
        if (!context.skipBadRows()) {
            problems.requireNone();
        }
        return problems;
    }

    private EvaluatedTable report(
            DatasetRequest request,
            ModelInUse model,
            List<AskedFinding> asked,
            DatasetRows test,
            Optional<DatasetRows> validation,
            DatasetScoring.Scored scored,
            RowProblems unusable)
            throws IOException {
        List<BinaryResult> results = new ArrayList<>();
        Map<String, Localisation> localisations = new HashMap<>();
        List<String> notes = new ArrayList<>();
        for (AskedFinding finding : asked) {
            Localisation localisation = Localisation.of(
                    finding,
                    model.model().card().findings().findings(),
                    test.rows(),
                    scored.scores(),
                    model.model().card().input());
            localisation.note().ifPresent(notes::add);
            localisations.put(finding.definition().key(), localisation);
            FindingDefinition definition = finding.definition();
            List<Observation> rows = observations(finding, test.rows(), scored);
            if (rows.isEmpty()) {
                throw new TableException(test.table().name() + ": no image could be scored", unusable.shown());
            }
            results.add(BinaryEvaluation.run(
                    new BinaryQuestion(
                            definition.key(),
                            definition.title(),
                            rows,
                            validation
                                    .map(more -> observations(finding, more.rows(), scored))
                                    .orElse(List.of()),
                            OptionalDouble.of(definition.threshold()),
                            localisation.cases(),
                            localisation.points()),
                    context.settings()));
        }
        List<Provenance.Input> inputs = new ArrayList<>();
        inputs.add(input("Labels", test));
        validation.ifPresent(rows -> inputs.add(input("Validation", rows)));
        inputs.add(SeenImages.of(request.images(), scored.scores()));
        int left = test.table().skippedRows() + test.missing() + unusable.badRows();
        if (left > 0) {
            notes.add(left + " row(s) were left out: " + test.table().skippedRows() + " bad, " + test.missing()
                    + " without an image, " + unusable.badRows() + " whose image could not be scored.");
        }
        CaseGallery gallery =
                CaseGallery.of(results, test.files(), model.model(), request.preparePictures(), localisations);
        return new EvaluatedTable(
                new EvaluationReport(
                        context.provenance(inputs, model.provenance(), notes),
                        results,
                        classes(test, scored),
                        Optional.empty()),
                gallery);
    }

    private static Provenance.Input input(String role, DatasetRows rows) {
        return new Provenance.Input(
                role,
                rows.table().name(),
                rows.table().sha256(),
                rows.rows().size(),
                rows.table().skippedRows() + rows.missing());
    }

    private static List<Observation> observations(
            AskedFinding finding, List<LabelledRow> rows, DatasetScoring.Scored scored) {
        List<Observation> observations = new ArrayList<>();
        for (LabelledRow row : rows) {
            ImageScores scores = scored.scores().get(DatasetRows.keyOf(row));
            Double score = scores == null
                    ? null
                    : scores.scores().get(finding.definition().key());
            if (score != null) {
                observations.add(new Observation(
                        row.image(), row.patient(), row.laterality(), score, row.isPositive(finding.label())));
            }
        }
        return observations;
    }

    /** Density per row in the reference's way, per image otherwise. */
    private List<ClassResult> classes(DatasetRows test, DatasetScoring.Scored scored) {
        Map<Object, ClassResult.Answer> answers = new LinkedHashMap<>();
        boolean perRow = context.settings().unit() == EvaluationUnit.ROW;
        for (LabelledRow row : test.rows()) {
            ImageScores scores = scored.scores().get(DatasetRows.keyOf(row));
            if (scores != null && scores.density() >= 0 && row.density().isPresent()) {
                Object key = perRow ? (Object) row.line() : DatasetRows.keyOf(row);
                answers.put(
                        key, new ClassResult.Answer(row.patient(), row.density().getAsInt(), scores.density()));
            }
        }
        return answers.isEmpty()
                ? List.of()
                : List.of(ClassResult.of(
                        "density",
                        "Breast density",
                        List.of("A", "B", "C", "D"),
                        List.copyOf(answers.values()),
                        context.settings()));
    }
}
