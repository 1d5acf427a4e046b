package org.mammoclip.worker.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mammoclip.mammoclip.Embedding;
import org.mammoclip.mammoclip.FindingResult;
import org.mammoclip.mammoclip.ImageResult;
import org.mammoclip.mammoclip.MammoClip;
import org.mammoclip.mammoclip.ScoredImage;
import org.mammoclip.mammoclip.UnscoredImage;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;

/**
 * Scores every image of a data set once: preparation on a few threads ahead of the model, which runs on the calling thread. What a
 * cache knows is not done again. An image that cannot be used has a reason and stops nobody else.
 */
final class DatasetScoring {
    private static final String DENSITY_CLASSES = "ABCD";

    private final MammoClip model;
    private final List<Embedding> densities;
    private final boolean keepEmbeddings;
    private final boolean preparePictures;
    private final ScoreCache cache;
    private final Progress progress;
    private final int threads;

    /**
     * @param densities directions of the density classes A to D; empty: density is not asked in words
     * @param keepEmbeddings keep the images' unit vectors for retrieval
     * @param threads images prepared at a time
     */
    DatasetScoring(
            MammoClip model,
            List<Embedding> densities,
            boolean keepEmbeddings,
            boolean preparePictures,
            ScoreCache cache,
            Progress progress,
            int threads) {
        this.model = model;
        this.densities = List.copyOf(densities);
        this.keepEmbeddings = keepEmbeddings;
        this.preparePictures = preparePictures;
        this.cache = cache;
        this.progress = progress;
        this.threads = threads;
    }

    /**
     * The answers.
     *
     * @param scores of the images that could be used, in order
     * @param unusable reason of each image that could not
     */
    record Scored(Map<ImageKey, ImageScores> scores, Map<ImageKey, String> unusable) {}

    /** An image that no cache knows. */
    private record ToDo(ImageKey key, Path file, String cacheKey) {}

    /** An image on its way. */
    private record Pending(ToDo one, Future<DatasetImage> image) {}

    /** @throws IOException if a file cannot be read now */
    Scored score(Map<ImageKey, Path> files) throws IOException, InterruptedException {
        Map<ImageKey, ImageScores> scores = new LinkedHashMap<>();
        Map<ImageKey, String> unusable = new LinkedHashMap<>();
        List<ToDo> toDo = new ArrayList<>();
        for (Map.Entry<ImageKey, Path> file : files.entrySet()) {
            String cacheKey = ScoreCache.keyOf(file.getValue());
            Optional<ImageScores> known = cache.get(cacheKey).filter(this::answersAll);
            if (known.isPresent()) {
                scores.put(file.getKey(), known.get());
            } else {
                toDo.add(new ToDo(file.getKey(), file.getValue(), cacheKey));
            }
        }
        int done = scores.size();
        progress.start(done);
        ExecutorService preparation = Executors.newFixedThreadPool(threads, task -> new Thread(task, "prepare"));
        try {
            Deque<Pending> window = new ArrayDeque<>();
            int next = 0;
            while (next < toDo.size() || !window.isEmpty()) {
                while (next < toDo.size() && window.size() < 2 * threads) {
                    ToDo one = toDo.get(next++);
                    window.add(new Pending(
                            one,
                            preparation.submit(() ->
                                    DatasetImage.read(one.file(), model.card().input(), preparePictures))));
                }
                scoreOne(window.removeFirst(), scores, unusable);
                progress.done(++done, files.size());
            }
        } finally {
            preparation.shutdownNow();
        }
        return new Scored(inOrder(files, scores), unusable);
    }

    /** What was kept may come from a table that asked for less. */
    private boolean answersAll(ImageScores kept) {
        return (densities.isEmpty() || kept.density() >= 0)
                && (!keepEmbeddings || kept.embedding().isPresent());
    }

    private static Map<ImageKey, ImageScores> inOrder(Map<ImageKey, Path> files, Map<ImageKey, ImageScores> scores) {
        Map<ImageKey, ImageScores> ordered = new LinkedHashMap<>();
        for (ImageKey key : files.keySet()) {
            ImageScores one = scores.get(key);
            if (one != null) {
                ordered.put(key, one);
            }
        }
        return ordered;
    }

    private void scoreOne(Pending pending, Map<ImageKey, ImageScores> scores, Map<ImageKey, String> unusable)
            throws IOException, InterruptedException {
        DatasetImage image;
        try {
            image = pending.image().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DatasetImage.NotUsableException reason) {
                unusable.put(pending.one().key(), String.valueOf(reason.getMessage()));
                return;
            }
            if (e.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException("preparing an image failed", e.getCause());
        }
        ImageResult result = model.score(List.of(image.input())).get(0);
        if (result instanceof UnscoredImage unscored) {
            unusable.put(pending.one().key(), unscored.reason().name() + ": " + unscored.detail());
            return;
        }
        ImageScores answer = scoresOf(image, (ScoredImage) result);
        cache.put(pending.one().cacheKey(), answer);
        scores.put(pending.one().key(), answer);
    }

    private ImageScores scoresOf(DatasetImage image, ScoredImage result) {
        Map<String, Double> scores = new LinkedHashMap<>();
        Map<String, List<BoxCase.Found>> boxes = new LinkedHashMap<>();
        for (FindingResult finding : result.findings()) {
            String key = finding.definition().key();
            scores.put(key, finding.score());
            boxes.put(
                    key,
                    finding.boxes().stream()
                            .map(box -> new BoxCase.Found(
                                    new Box(box.left(), box.top(), box.right(), box.bottom()), box.score()))
                            .toList());
        }
        Optional<Embedding> embedding = keepEmbeddings ? Optional.of(result.embedding()) : Optional.empty();
        return new ImageScores(
                image.sha256(),
                scores,
                boxes,
                PointedPlaces.of(image.input(), result),
                density(result),
                embedding,
                image.sourceMap(),
                image.picture());
    }

    /** The classifier's answer if the findings file names one, else the closest of the density phrases. */
    private int density(ScoredImage result) {
        if (result.density() != null) {
            return DENSITY_CLASSES.indexOf(result.density().category());
        }
        int best = -1;
        for (int i = 0; i < densities.size(); i++) {
            if (best < 0
                    || result.embedding().cosine(densities.get(i))
                            > result.embedding().cosine(densities.get(best))) {
                best = i;
            }
        }
        return best;
    }
}
