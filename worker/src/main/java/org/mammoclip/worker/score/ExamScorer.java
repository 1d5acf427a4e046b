package org.mammoclip.worker.score;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammoclip.AttributionMap;
import org.mammoclip.mammoclip.FindingResult;
import org.mammoclip.mammoclip.FoundBox;
import org.mammoclip.mammoclip.ImageResult;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.ScoredImage;
import org.mammoclip.mammoclip.UnscoredImage;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.finding.AttributionGrid;
import org.mammoclip.mammogram.finding.BoxOrigin;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.finding.SourceBox;
import org.mammoclip.mammogram.overlay.Background;
import org.mammoclip.mammogram.prepare.PixelBox;
import org.mammoclip.mammogram.prepare.PreparedMammogram;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.worker.config.FindingsConfig;

/**
 * Decodes, prepares and scores the images of an exam. At most {@code threads} images are decoded at a time, over all
 * exams; each then waits in the engine's bounded queue as a prepared image of the model's size. An image that cannot be
 * used is an outcome with its reason and never spoils the others. Thread-safe.
 */
public final class ExamScorer implements AutoCloseable {
    /** Images held that were begun before their exam was decided; each about one byte a source pixel. */
    private static final int MAX_AHEAD = 8;

    private final Engine engine;
    private final ScoringModel model;
    private final ExecutorService preparation;
    private final Timer preparationTime;
    private final Map<Key, CompletableFuture<Image>> ahead = new LinkedHashMap<>();

    /** An image as one exam uses it. */
    private record Key(Mammogram mammogram, Path file) {}

    /**
     * @param findings what the engine's model was opened with
     * @param codeVersion of this software, part of every result's identity
     * @param threads images decoded at a time
     */
    public ExamScorer(Engine engine, FindingsConfig findings, String codeVersion, int threads, MeterRegistry metrics) {
        this.engine = engine;
        this.model = ScoringModel.of(engine.card(), findings, codeVersion);
        AtomicInteger number = new AtomicInteger();
        this.preparation =
                Executors.newFixedThreadPool(threads, task -> new Thread(task, "prepare-" + number.incrementAndGet()));
        this.preparationTime = Timer.builder("mammoclip.score.preparation.time")
                .description("decoding and preparing one image")
                .publishPercentileHistogram()
                .register(metrics);
    }

    ScoringModel model() {
        return model;
    }

    /** @throws IllegalStateException if nothing can be scored any more, whatever the exam */
    void requireRunning() {
        engine.requireRunning();
    }

    /** What one image gave: always an outcome, and the rest if it was scored. */
    private record Image(
            ImageOutcome outcome,
            @Nullable Background background,
            @Nullable ImageAnswers answers) {
        static Image failed(Mammogram mammogram, String reason) {
            return new Image(new ImageOutcome.Failed(mammogram, reason), null, null);
        }
    }

    /**
     * Begins with images that will probably be scored soon, so that they are ready when their exam is decided. What does
     * not fit into the bound is left out; what was begun in vain makes room for the next.
     *
     * @param file where an image's Part 10 file lies; a file never changes
     */
    public void prefetch(ScreeningStudy study, Function<Mammogram, Path> file) {
        synchronized (ahead) {
            for (Mammogram mammogram : study.mammograms()) {
                Path path = file.apply(mammogram);
                Key key = new Key(mammogram, path);
                if (!ahead.containsKey(key)) {
                    if (ahead.size() >= MAX_AHEAD && !forgetOneThatIsReady()) {
                        return;
                    }
                    ahead.put(key, begin(mammogram, path));
                }
            }
        }
    }

    /**
     * What is still under way keeps its place: under load, work given up half-way would only stand before the exams that
     * are decided.
     */
    private boolean forgetOneThatIsReady() {
        Iterator<CompletableFuture<Image>> oldest = ahead.values().iterator();
        while (oldest.hasNext()) {
            if (oldest.next().isDone()) {
                oldest.remove();
                return true;
            }
        }
        return false;
    }

    /** The image if it was begun before and did not fail; otherwise it is begun now. */
    private CompletableFuture<Image> take(Mammogram mammogram, Path path) {
        CompletableFuture<Image> begun;
        synchronized (ahead) {
            begun = ahead.remove(new Key(mammogram, path));
        }
        return begun == null || begun.isCompletedExceptionally() ? begin(mammogram, path) : begun;
    }

    private CompletableFuture<Image> begin(Mammogram mammogram, Path path) {
        CompletableFuture<Image> image = new CompletableFuture<>();
        try {
            preparation.execute(() -> {
                try {
                    queueImage(mammogram, path).whenComplete((scored, failure) -> {
                        if (failure == null) {
                            image.complete(scored);
                        } else {
                            image.completeExceptionally(failure);
                        }
                    });
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    image.completeExceptionally(e);
                } catch (IOException | RuntimeException | Error e) {
                    image.completeExceptionally(e);
                    if (e instanceof Error error) {
                        throw error;
                    }
                }
            });
        } catch (RejectedExecutionException e) {
            image.completeExceptionally(new IllegalStateException("scoring is stopping", e));
        }
        return image;
    }

    /**
     * Scores every image; waits for all.
     *
     * @param file where an image's Part 10 file lies
     * @throws IOException if a file cannot be read now; trying again may help
     * @throws IllegalStateException if the engine failed
     */
    ScoredExam score(ScreeningStudy study, Function<Mammogram, Path> file) throws IOException, InterruptedException {
        List<CompletableFuture<Image>> pending = new ArrayList<>();
        for (Mammogram mammogram : study.mammograms()) {
            pending.add(take(mammogram, file.apply(mammogram)));
        }
        List<ImageOutcome> outcomes = new ArrayList<>();
        Map<Uid, Background> backgrounds = new LinkedHashMap<>();
        Map<Uid, ImageAnswers> answers = new LinkedHashMap<>();
        for (CompletableFuture<Image> future : pending) {
            Image image = result(future);
            outcomes.add(image.outcome());
            Uid instance = image.outcome().mammogram().source().sopInstanceUid();
            if (image.background() != null && image.answers() != null) {
                backgrounds.put(instance, image.background());
                answers.put(instance, image.answers());
            }
        }
        return new ScoredExam(outcomes, backgrounds, answers);
    }

    /**
     * Runs tasks on the preparation threads and waits for all.
     *
     * @return their results in order
     * @throws IOException if a task threw one
     */
    <T> List<T> inParallel(List<Callable<T>> tasks) throws IOException, InterruptedException {
        List<T> results = new ArrayList<>();
        for (Future<T> future : preparation.invokeAll(tasks)) {
            results.add(result(future));
        }
        return results;
    }

    private static <T> T result(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException("scoring an exam failed", e.getCause());
        }
    }

    /** Prepares an image and queues it; the pool thread does not wait for its score. */
    private CompletableFuture<Image> queueImage(Mammogram mammogram, Path file)
            throws IOException, InterruptedException {
        ImagePreparation.Prepared prepared;
        Timer.Sample sample = Timer.start();
        try {
            prepared = ImagePreparation.prepare(file, model.preparation());
        } catch (ImagePreparation.NotUsableException e) {
            return CompletableFuture.completedFuture(Image.failed(mammogram, e.reason()));
        } finally {
            sample.stop(preparationTime);
        }
        PreparedMammogram input = prepared.input();
        RasterSize size = new RasterSize(input.size().rows(), input.size().columns());
        return engine.score(ModelImage.ofGrey8(size, input.grey()))
                .thenApply(result -> imageOf(mammogram, prepared, result));
    }

    private Image imageOf(Mammogram mammogram, ImagePreparation.Prepared prepared, ImageResult result) {
        if (result instanceof UnscoredImage unscored) {
            return Image.failed(mammogram, unscored.reason().name());
        }
        ScoredImage scored = (ScoredImage) result;
        ImageOutcome.Scored outcome = outcome(mammogram, prepared.input(), scored);
        ImageAnswers answers =
                new ImageAnswers(scored, outcome.boxes(), sentences(mammogram, prepared.input(), scored));
        return new Image(outcome, prepared.background(), answers);
    }

    /** Scores a PNG or JPEG of a mammogram, one grey channel or equal ones. */
    ImageAnswers scorePicture(Path file) throws ImagePreparation.NotUsableException, IOException, InterruptedException {
        PreparedMammogram input = ImagePreparation.preparePicture(file, model.preparation());
        RasterSize size = new RasterSize(input.size().rows(), input.size().columns());
        ImageResult result =
                engine.score(ModelImage.ofGrey8(size, input.grey())).join();
        if (result instanceof UnscoredImage unscored) {
            throw new ImagePreparation.NotUsableException(unscored.reason().name() + ": " + unscored.detail());
        }
        return new ImageAnswers((ScoredImage) result, List.of(), List.of());
    }

    /** The calibrated score of each finding. */
    Map<Finding, Double> scoresOf(ScoredImage image) {
        Map<Finding, Double> scores = new LinkedHashMap<>();
        image.findings()
                .forEach(answer -> scores.put(findingOf(answer.definition().key()), answer.score()));
        return scores;
    }

    private Finding findingOf(String key) {
        Finding finding = model.findings().get(key);
        if (finding == null) {
            throw new IllegalStateException("the model answered what it was not asked");
        }
        return finding;
    }

    private ImageOutcome.Scored outcome(Mammogram mammogram, PreparedMammogram input, ScoredImage result) {
        List<SourceAttribution> attributions = new ArrayList<>();
        List<SourceBox> boxes = new ArrayList<>();
        int boxesPerFinding = ImageOutcome.Scored.MAX_BOXES / result.findings().size();
        for (FindingResult answer : result.findings()) {
            Finding finding = findingOf(answer.definition().key());
            if (input.mapsToSource() && !answer.attribution().isFlat()) {
                attributions.add(attribution(mammogram, finding, input, answer.attribution(), ""));
            }
            answer.boxes().stream()
                    .limit(boxesPerFinding)
                    .flatMap(box -> boxOf(finding, input, box).stream())
                    .forEach(boxes::add);
        }
        return new ImageOutcome.Scored(mammogram, scoresOf(result), attributions, boxes, input.quality());
    }

    /** Maps of the sentences; each stands under the first finding, because it is about none. */
    private List<SourceAttribution> sentences(Mammogram mammogram, PreparedMammogram input, ScoredImage result) {
        Finding placeholder = model.findings().values().iterator().next();
        return result.sentences().stream()
                .filter(answer -> input.mapsToSource() && !answer.attribution().isFlat())
                .map(answer -> attribution(mammogram, placeholder, input, answer.attribution(), answer.sentence()))
                .toList();
    }

    private static Optional<SourceBox> boxOf(Finding finding, PreparedMammogram input, FoundBox box) {
        PixelBox rectangle = new PixelBox(box.left(), box.top(), box.right(), box.bottom());
        BoxOrigin origin = switch (box.origin()) {
            case DETECTOR -> BoxOrigin.DETECTOR;
            case ATTRIBUTION -> BoxOrigin.ATTRIBUTION;
        };
        return SourceBox.of(finding, input, rectangle, box.score(), origin);
    }

    private static SourceAttribution attribution(
            Mammogram mammogram, Finding finding, PreparedMammogram input, AttributionMap map, String sentence) {
        AttributionGrid grid = gridOf(map);
        return new SourceAttribution(
                mammogram.source(),
                finding,
                grid,
                SourceAttribution.overModelInput(
                        grid, input.size().rows(), input.size().columns(), input.toSourcePixels()),
                input.sourceSize().rows(),
                input.sourceSize().columns(),
                map.method().label(),
                sentence);
    }

    private static AttributionGrid gridOf(AttributionMap map) {
        float[][] values = new float[map.grid().rows()][map.grid().columns()];
        for (int row = 0; row < values.length; row++) {
            for (int column = 0; column < values[row].length; column++) {
                values[row][column] = map.value(row, column);
            }
        }
        return AttributionGrid.of(values);
    }

    /** Ends the pool; the engine belongs to somebody else. */
    @Override
    public void close() {
        preparation.shutdownNow();
        try {
            preparation.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
