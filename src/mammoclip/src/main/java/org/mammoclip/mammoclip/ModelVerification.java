package org.mammoclip.mammoclip;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.checkpoint.ClassifierFile;
import org.mammoclip.mammoclip.checkpoint.ClipFile;
import org.mammoclip.mammoclip.checkpoint.Description;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.verify.ModelVerifier;
import org.mammoclip.mammoclip.verify.ParameterSurvey;
import org.mammoclip.mammoclip.verify.ReferenceFile;
import org.mammoclip.mammoclip.verify.VerificationReport;

/**
 * What {@code mammoclip model verify} finds out about a model file.
 *
 * @param name model name and version
 * @param kind {@code clip}, {@code classifier}, {@code detector} or {@code mapper}
 * @param sha256 of the model, 64 lower-case hexadecimal digits
 * @param survey of all parameters
 * @param report of the comparison, if there was one
 */
public record ModelVerification(
        String name, String kind, String sha256, ParameterSurvey survey, Optional<VerificationReport> report) {

    /** True if no parameter is defective and all that was compared agrees. */
    public boolean passes() {
        return survey.defects().isEmpty()
                && report.map(VerificationReport::agrees).orElse(true);
    }

    /**
     * Digests, shapes and values.
     *
     * @param name {@link MammoClip#BUILTIN_DEMO} or the path of any model file
     * @throws CheckpointFormatException if it is none, or digests, names or shapes do not fit
     * @throws IOException if a file cannot be read
     */
    public static ModelVerification survey(String name) throws IOException {
        return run(name, Optional.empty(), ModelVerifier.DEFAULT_TOLERANCE, ComputeDevice.CPU);
    }

    /**
     * As {@link #survey}, then everything the reference file has values for.
     *
     * @param reference see {@link ReferenceFile}
     * @param tolerance most relative deviation, above 0; see {@link ModelVerifier#DEFAULT_TOLERANCE}
     * @throws org.mammoclip.mammoclip.verify.ReferenceFormatException if the reference file is none, saying where
     * @throws IllegalArgumentException if the device is not there, or a text's token ids do not fit the network
     */
    public static ModelVerification compare(String name, Path reference, double tolerance, ComputeDevice device)
            throws IOException {
        return run(name, Optional.of(ReferenceFile.read(reference)), tolerance, device);
    }

    private static ModelVerification run(
            String name, Optional<ReferenceFile> reference, double tolerance, ComputeDevice device) throws IOException {
        try {
            if (NamedModel.isBuiltin(name)) {
                try (Checkpoint checkpoint = NamedModel.checkpoint(name)) {
                    return NamedModel.onDevice(device, manager -> {
                        try (manager) {
                            return ofCheckpoint(manager, checkpoint, reference, tolerance);
                        }
                    });
                }
            }
            try (ModelFile file = NamedModel.file(Path.of(name))) {
                return NamedModel.onDevice(device, manager -> {
                    try (manager) {
                        return ofFile(manager, file, reference, tolerance);
                    }
                });
            }
        } catch (CheckpointMismatchException e) {
            throw new CheckpointFormatException(name + ": " + e.getMessage(), e);
        }
    }

    private static ModelVerification ofCheckpoint(
            NDManager manager, Checkpoint checkpoint, Optional<ReferenceFile> reference, double tolerance)
            throws IOException {
        Description description = checkpoint.description();
        ParameterSurvey survey = ParameterSurvey.of(manager, description.parameters(), checkpoint.parameters());
        VerificationReport report =
                reference.isEmpty() ? null : ModelVerifier.compare(manager, checkpoint, reference.get(), tolerance);
        return result(description, checkpoint.sha256(), survey, Optional.ofNullable(report));
    }

    private static ModelVerification ofFile(
            NDManager manager, ModelFile file, Optional<ReferenceFile> reference, double tolerance) throws IOException {
        if (file instanceof ClipFile clip) {
            return ofCheckpoint(manager, clip.checkpoint(), reference, tolerance);
        }
        if (reference.isPresent() && !(file instanceof ClassifierFile)) {
            throw new CheckpointFormatException("a " + file.kind().label()
                    + " is verified without --against: reference files describe image and text towers");
        }
        ParameterSurvey survey = ParameterSurvey.of(manager, file.description().parameters(), file.parameters());
        Optional<VerificationReport> report = Optional.empty();
        if (reference.isPresent() && file instanceof ClassifierFile classifier) {
            report = Optional.of(ModelVerifier.compare(
                    manager,
                    classifier.architecture(),
                    ModelDescription.IMAGE_PREFIX,
                    file.parameters(),
                    reference.get(),
                    tolerance));
        }
        return result(file.description(), file.sha256(), survey, report);
    }

    private static ModelVerification result(
            Description description, String sha256, ParameterSurvey survey, Optional<VerificationReport> report) {
        return new ModelVerification(
                description.about().name() + " " + description.about().version(),
                description.kind().label(),
                sha256,
                survey,
                report);
    }
}
