package org.mammoclip.mammoclip;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.detect.RetinaNet;

/** Turns what a finding set names into what answers it. Lives while a model is opened. */
final class FindingLoader {
    private final NDManager manager;
    private final ClipTower clip;
    private final TextTower texts;
    private final PartFiles files;

    FindingLoader(NDManager manager, ClipTower clip, TextTower texts, PartFiles files) {
        this.manager = manager;
        this.clip = clip;
        this.texts = texts;
        this.files = files;
    }

    /** @throws CheckpointFormatException naming the finding and the file that does not fit, or all files that are not there */
    List<FindingScorer> findings(FindingSet set) throws IOException {
        requireFiles(set);
        List<FindingScorer> scorers = new ArrayList<>();
        for (FindingDefinition finding : set.findings()) {
            try {
                scorers.add(scorer(finding, set));
            } catch (IOException | CheckpointMismatchException | IllegalArgumentException | NonFiniteScoreException e) {
                throw new CheckpointFormatException("finding " + finding.key() + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(scorers);
    }

    /** @return null if the set does not ask for it */
    @Nullable
    DensityScorer density(FindingSet set) throws IOException {
        Path file = set.density();
        if (file == null) {
            return null;
        }
        try {
            PartFiles.Classifier classifier = files.classifier(file);
            if (classifier.outputs() != BreastDensity.CATEGORIES) {
                throw new CheckpointFormatException(
                        file + " has " + classifier.outputs() + " outputs, density has " + BreastDensity.CATEGORIES);
            }
            return new DensityScorer(classifier.tower(), classifier.head());
        } catch (IOException | CheckpointMismatchException e) {
            throw new CheckpointFormatException("density: " + e.getMessage(), e);
        }
    }

    private static void requireFiles(FindingSet set) throws CheckpointFormatException {
        List<String> missing = set.missingFiles();
        if (!missing.isEmpty()) {
            throw new CheckpointFormatException("not there: " + String.join(", ", missing));
        }
    }

    private FindingScorer scorer(FindingDefinition finding, FindingSet set) throws IOException {
        ScorePart score = score(finding.source(), set);
        MapPart map = map(finding, score);
        return new FindingScorer(finding, score, map, boxes(finding, score, map, set));
    }

    private ScorePart score(ScoreSource source, FindingSet set) throws IOException {
        if (source instanceof ScoreSource.Prompts prompts) {
            return new ScorePart.Prompts(
                    texts.direction(manager, prompts.negative()),
                    texts.direction(manager, prompts.positive()),
                    prompts.temperature().orElse(1));
        }
        if (source instanceof ScoreSource.Classifier asked) {
            PartFiles.Classifier classifier = files.classifier(asked.checkpoint());
            if (asked.output() >= classifier.outputs()) {
                throw new CheckpointFormatException(asked.checkpoint() + " has " + classifier.outputs()
                        + " outputs, counted from 0; there is no output " + asked.output());
            }
            return new ScorePart.Classifier(classifier.tower(), classifier.head(), asked.output());
        }
        ScoreSource.Detector asked = (ScoreSource.Detector) source;
        return new ScorePart.Detector(detector(asked.checkpoint(), asked.classIndex(), set), asked.classIndex());
    }

    private MapPart map(FindingDefinition finding, ScorePart score) throws IOException {
        if (finding.attribution() instanceof AttributionSource.Mapper asked) {
            return files.mapper(asked.checkpoint(), asked.layout()).map(asked);
        }
        if (finding.attribution() instanceof AttributionSource.Linear) {
            if (score instanceof ScorePart.Prompts prompts) {
                return linear(prompts.positive());
            }
            if (score instanceof ScorePart.Classifier classifier
                    && finding.source() instanceof ScoreSource.Classifier asked) {
                float[] weights = files.classifier(asked.checkpoint()).weights(asked.output());
                return new MapPart.Linear(classifier.tower(), classifier.tower().addMap(weights));
            }
        }
        return new MapPart.None(clip.tower().grid());
    }

    /** The linear map of a direction of the joint space. */
    private MapPart linear(Embedding direction) {
        ImageTower tower = clip.tower();
        return new MapPart.Linear(tower, tower.addMap(clip.channelWeights(manager, direction)));
    }

    /** A free sentence: by the first mapper if there is one, else the linear map. Findings come first. */
    SentenceMapper sentence(String sentence) {
        Embedding direction = texts.embed(manager, sentence);
        List<FactorMapper> mappers = files.mappers();
        return new SentenceMapper(
                sentence,
                direction,
                mappers.isEmpty() ? linear(direction) : mappers.get(0).map(direction));
    }

    private BoxPart boxes(FindingDefinition finding, ScorePart score, MapPart map, FindingSet set) throws IOException {
        Optional<BoxSource> asked = finding.boxes();
        if (asked.isPresent()) {
            BoxSource boxes = asked.get();
            return new BoxPart.Detector(
                    detector(boxes.detector(), boxes.classIndex(), set), boxes.classIndex(), boxes.minimumScore());
        }
        if (score instanceof ScorePart.Detector detector) {
            return new BoxPart.Detector(detector.detector(), detector.classIndex(), BoxSource.DEFAULT_MINIMUM_SCORE);
        }
        return new BoxPart.Map();
    }

    private DetectorPart detector(Path file, int classIndex, FindingSet set) throws IOException {
        PartFiles.Detector detector = files.detector(file, leastScore(file, set));
        if (classIndex >= detector.classes()) {
            throw new CheckpointFormatException(
                    file + " has " + detector.classes() + " classes, counted from 0; there is no class " + classIndex);
        }
        return detector.part();
    }

    /** The least score of a box of this detector that any finding of the set shows. */
    private static double leastScore(Path file, FindingSet set) {
        return set.findings().stream()
                .flatMap(finding -> finding.boxes().stream())
                .filter(boxes -> boxes.detector().equals(file))
                .mapToDouble(BoxSource::minimumScore)
                .reduce(RetinaNet.REFERENCE_MIN_SCORE, Math::min);
    }
}
