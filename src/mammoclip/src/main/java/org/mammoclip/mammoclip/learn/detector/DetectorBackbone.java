package org.mammoclip.mammoclip.learn.detector;

import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ClassifierFile;
import org.mammoclip.mammoclip.checkpoint.ClipFile;
import org.mammoclip.mammoclip.checkpoint.DetectorFile;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.train.InitialValues;

/**
 * The image tower that a detector starts from.
 *
 * @param architecture its name
 * @param values has the tower's parameters
 * @param prefix of their names, as in {@code image_encoder.}
 * @param sha256 of the model they are from, or words if they are from none
 */
public record DetectorBackbone(String architecture, ParameterSource values, String prefix, String sha256) {
    private static final String OF_DETECTOR = "efficientnet.";

    /** The tower of a CLIP checkpoint. */
    public static DetectorBackbone of(Checkpoint checkpoint) {
        return new DetectorBackbone(
                checkpoint.description().image(),
                checkpoint.parameters(),
                ModelDescription.IMAGE_PREFIX,
                checkpoint.sha256());
    }

    /**
     * The tower of any model that has its own.
     *
     * @throws IllegalArgumentException if it has none
     */
    public static DetectorBackbone of(ModelFile file) {
        if (file instanceof ClipFile clip) {
            return of(clip.checkpoint());
        }
        if (file instanceof ClassifierFile classifier) {
            return new DetectorBackbone(
                    classifier.architecture().name(), file.parameters(), ModelDescription.IMAGE_PREFIX, file.sha256());
        }
        if (file instanceof DetectorFile detector) {
            return new DetectorBackbone(detector.architecture().name(), file.parameters(), OF_DETECTOR, file.sha256());
        }
        throw new IllegalArgumentException("a " + file.kind().label()
                + " has no image tower; a detector starts from a checkpoint, a classifier or" + " another detector");
    }

    /** A tower that has learned nothing, for comparison. */
    public static DetectorBackbone untrained(String architecture, long seed) {
        return new DetectorBackbone(
                architecture,
                InitialValues.of(
                        seed, EfficientNetArchitecture.named(architecture).parameters()),
                "",
                "untrained, seed " + seed);
    }
}
