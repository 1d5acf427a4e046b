package org.mammoclip.mammoclip;

import java.util.OptionalDouble;
import org.mammoclip.mammoclip.classify.ClassifierHead;
import org.mammoclip.mammoclip.detect.Detection;
import org.mammoclip.mammoclip.detect.RetinaNet;
import org.mammoclip.mammoclip.zeroshot.ZeroShotScore;

/** A {@link ScoreSource}, loaded. */
sealed interface ScorePart {
    /**
     * @param logit of the raw score
     * @param score raw, in [0, 1]
     * @param positiveCosine empty without prompts
     * @param negativeCosine empty without prompts
     */
    record Raw(double logit, double score, OptionalDouble positiveCosine, OptionalDouble negativeCosine) {}

    /**
     * @param embedding of the image
     * @throws NonFiniteScoreException or {@link ArithmeticException} if a network's answer is not finite
     */
    Raw score(ImagePass pass, Embedding embedding);

    /** The directions of both sides in the joint space. */
    record Prompts(Embedding negative, Embedding positive, double temperature) implements ScorePart {
        @Override
        public Raw score(ImagePass pass, Embedding embedding) {
            double toPositive = embedding.cosine(positive);
            double toNegative = embedding.cosine(negative);
            double logit = ZeroShotScore.logit(toNegative, toPositive, temperature);
            return new Raw(
                    logit, Calibration.NONE.apply(logit), OptionalDouble.of(toPositive), OptionalDouble.of(toNegative));
        }
    }

    /** A head on its own tower. */
    record Classifier(ImageTower tower, ClassifierHead head, int output) implements ScorePart {
        @Override
        public Raw score(ImagePass pass, Embedding embedding) {
            double logit = head.logits(pass.features(tower).pooled())[output];
            return withoutPrompts(logit, Calibration.NONE.apply(logit));
        }
    }

    /** The strongest detection above the reference's least score. */
    record Detector(DetectorPart detector, int classIndex) implements ScorePart {
        @Override
        public Raw score(ImagePass pass, Embedding embedding) {
            double best = Detection.imageScore(pass.detections(detector), classIndex);
            double score = best > RetinaNet.REFERENCE_MIN_SCORE ? best : 0;
            return withoutPrompts(Math.log(score) - Math.log1p(-score), score);
        }
    }

    private static Raw withoutPrompts(double logit, double score) {
        return new Raw(logit, score, OptionalDouble.empty(), OptionalDouble.empty());
    }
}
