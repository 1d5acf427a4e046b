package org.mammoclip.worker.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.mammoclip.Embedding;
import org.mammoclip.mammoclip.MammoClip;
import org.mammoclip.mammoclip.evaluate.EvaluationReport;
import org.mammoclip.mammoclip.evaluate.Provenance;
import org.mammoclip.mammoclip.evaluate.RetrievalResult;
import org.mammoclip.mammoclip.evaluate.page.CasePictures;
import org.mammoclip.mammoclip.evaluate.table.ImageTextTable;
import org.mammoclip.mammoclip.evaluate.table.RowProblems;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.retrieval.Retrieval;

/** Embeds images and reports and ranks each image's report among all different ones. */
public final class RetrievalEvaluation {
    private final EvaluationContext context;
    private final Progress progress;
    private final int threads;

    /** @param threads images prepared at a time */
    public RetrievalEvaluation(EvaluationContext context, Progress progress, int threads) {
        this.context = context;
        this.progress = progress;
        this.threads = threads;
    }

    /**
     * @throws TableException if the table cannot be used, or an image is missing or cannot be embedded, unless they are skipped
     * @throws IOException if model or files cannot be read
     */
    public EvaluatedTable run(DatasetRequest request) throws IOException, InterruptedException {
        ImageTextTable table = ImageTextTable.read(request.test(), context.skipBadRows());
        ImageFolder folder = ImageFolder.of(request.images());
        RowProblems problems = new RowProblems();
        Map<ImageKey, Path> files = new LinkedHashMap<>();
        Map<ImageKey, ImageTextTable.Pair> pairs = new LinkedHashMap<>();
        for (ImageTextTable.Pair pair : table.pairs()) {
            ImageKey key = new ImageKey(pair.patient(), pair.image());
            try {
                files.put(key, folder.find(key));
                pairs.put(key, pair);
            } catch (IOException e) {
                problems.add(table.name(), pair.line(), String.valueOf(e.getMessage()));
            }
        }
        if (!context.skipBadRows()) {
            problems.requireNone();
        }
        try (ModelInUse model = ModelInUse.open(request.checkpoint(), request.options());
                ScoreCache cache = request.cache().isPresent()
                        ? ScoreCache.open(
                                request.cache().get(), model.identity(request.preparePictures()) + " with embeddings")
                        : ScoreCache.none()) {
            DatasetScoring.Scored scored = new DatasetScoring(
                            model.model(), List.of(), true, request.preparePictures(), cache, progress, threads)
                    .score(files);
            scored.unusable().forEach((key, reason) -> {
                ImageTextTable.Pair pair = pairs.get(key);
                problems.add(table.name(), pair == null ? 0 : pair.line(), "image " + key.image() + ": " + reason);
            });
            if (!context.skipBadRows()) {
                problems.requireNone();
            }
            return report(request, model, table, pairs, scored, problems);
        }
    }

    private EvaluatedTable report(
            DatasetRequest request,
            ModelInUse model,
            ImageTextTable table,
            Map<ImageKey, ImageTextTable.Pair> pairs,
            DatasetScoring.Scored scored,
            RowProblems problems)
            throws TableException {
        List<String> patients = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<Embedding> images = new ArrayList<>();
        scored.scores().forEach((key, scores) -> {
            ImageTextTable.Pair pair = pairs.get(key);
            if (pair != null && scores.embedding().isPresent()) {
                patients.add(pair.patient());
                texts.add(pair.text());
                images.add(scores.embedding().get());
            }
        });
        if (images.isEmpty()) {
            throw new TableException(table.name() + ": no image with a report is left", problems.shown());
        }
        Retrieval retrieval = Retrieval.of(images, texts, embed(model.model(), texts));
        int left = table.skippedRows() + problems.badRows();
        List<Provenance.Input> inputs = List.of(
                new Provenance.Input("Images and reports", table.name(), table.sha256(), images.size(), left),
                SeenImages.of(request.images(), scored.scores()));
        return new EvaluatedTable(
                new EvaluationReport(
                        context.provenance(
                                inputs,
                                model.provenance(),
                                left == 0 ? List.of() : List.of(left + " bad rows or images were left out.")),
                        List.of(),
                        List.of(),
                        Optional.of(RetrievalResult.of(
                                patients, retrieval.ranks(), retrieval.distinctTexts(), context.settings()))),
                CasePictures.NONE);
    }

    /** One embedding per text; equal texts are embedded once. */
    private static List<Embedding> embed(MammoClip model, List<String> texts) {
        Map<String, Embedding> known = new LinkedHashMap<>();
        for (String text : texts) {
            known.computeIfAbsent(text, one -> model.embedTexts(List.of(one)).get(0));
        }
        return texts.stream().map(known::get).toList();
    }
}
