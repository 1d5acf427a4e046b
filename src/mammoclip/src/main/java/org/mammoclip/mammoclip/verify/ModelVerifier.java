package org.mammoclip.mammoclip.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.LinearProjection;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;
import org.mammoclip.mammoclip.text.TextTokenizer;

/**
 * Compares a model file with stored values: parameters by checksum, then every stored layer and vector of every case, in the order
 * in which the network computes them. Engine thread only; frees what it allocates before it returns.
 */
public final class ModelVerifier {
    /**
     * Float32 rounding alone moves a vector by up to 1.4e-6 (relative L2, the reference against its own float64 run); the smallest
     * of the usual mistakes by 1e-4. The default lies between.
     */
    public static final double DEFAULT_TOLERANCE = 1e-5;

    /** {@link ProbePoint#where} of parameters. */
    static final String PARAMETERS = "parameters";

    private final NDManager manager;
    private final ParameterSource parameters;
    private final ReferenceFile reference;
    private final Findings findings;

    private ModelVerifier(NDManager manager, ParameterSource parameters, ReferenceFile reference, double tolerance) {
        this.manager = manager;
        this.parameters = parameters;
        this.reference = reference;
        this.findings = new Findings(tolerance);
    }

    /**
     * Both towers and projections of a checkpoint.
     *
     * @param parent manager of the device to run on
     * @param tolerance most relative deviation, above 0: of a whole vector by L2 norm, of a layer by its largest difference
     * @throws ReferenceFormatException if an input is not the one the values were computed from, or a parameter of the reference
     *     has another shape
     * @throws IOException if an input file cannot be read
     */
    public static VerificationReport compare(
            NDManager parent, Checkpoint checkpoint, ReferenceFile reference, double tolerance) throws IOException {
        ModelDescription description = checkpoint.description();
        EfficientNetArchitecture tower = description.toImageArchitecture();
        try (NDManager manager = parent.newSubManager()) {
            ModelVerifier verifier = new ModelVerifier(manager, checkpoint.parameters(), reference, tolerance);
            verifier.parameters();
            if (!reference.images().isEmpty()) {
                LinearProjection projection = LinearProjection.load(
                        manager,
                        checkpoint.parameters(),
                        ModelDescription.IMAGE_PROJECTION,
                        tower.headChannels(),
                        description.embedding());
                verifier.images(tower, ModelDescription.IMAGE_PREFIX, List.of(projection));
            }
            verifier.texts(checkpoint);
            return verifier.findings.report();
        }
    }

    /**
     * The image tower of a file that has no other: a classifier. Texts and projections are skipped.
     *
     * @param prefix of the tower's parameters, as in {@code image_encoder.}
     */
    public static VerificationReport compare(
            NDManager parent,
            EfficientNetArchitecture tower,
            String prefix,
            ParameterSource parameters,
            ReferenceFile reference,
            double tolerance)
            throws IOException {
        try (NDManager manager = parent.newSubManager()) {
            ModelVerifier verifier = new ModelVerifier(manager, parameters, reference, tolerance);
            verifier.parameters();
            verifier.images(tower, prefix, List.of());
            reference.texts().forEach(stored -> verifier.findings.skip(stored.name() + ": no text tower"));
            return verifier.findings.report();
        }
    }

    private void parameters() throws ReferenceFormatException {
        Set<String> names = parameters.names();
        for (ParameterDigest stored : reference.parameters()) {
            if (!names.contains(stored.name())) {
                findings.skip("parameter " + stored.name() + ": the file has none of this name");
                continue;
            }
            try (NDArray values = parameters.read(manager, stored.name(), stored.shape())) {
                findings.addParameter(
                        stored.name(), Crc.of(values.toFloatArray()).equals(stored.crc32()));
            } catch (CheckpointMismatchException e) {
                throw new ReferenceFormatException(
                        "the reference values are of another network: their " + stored.name() + " has shape "
                                + stored.shape() + "; they must come from the same model",
                        e);
            }
        }
    }

    private void images(EfficientNetArchitecture tower, String prefix, List<LinearProjection> projection)
            throws IOException {
        try (ImageVerification images =
                new ImageVerification(manager, tower, parameters, prefix, projection, findings)) {
            for (ImageCase stored : reference.images()) {
                images.verify(stored);
            }
        }
    }

    private void texts(Checkpoint checkpoint) {
        if (reference.texts().isEmpty()) {
            return;
        }
        ModelDescription.Text text = checkpoint.description().text();
        TextTokenizer tokenizer = text.toTokenizer(checkpoint.vocabulary());
        try (TextVerification texts = new TextVerification(manager, checkpoint, tokenizer, findings)) {
            for (TextCase stored : reference.texts()) {
                texts.verify(stored);
            }
        }
    }

    /** What was found so far. */
    static final class Findings {
        private final double tolerance;
        private final List<ProbePoint> points = new ArrayList<>();
        private final List<String> skipped = new ArrayList<>();

        Findings(double tolerance) {
            if (!(tolerance > 0) || !Double.isFinite(tolerance)) {
                throw new IllegalArgumentException("tolerance " + tolerance);
            }
            this.tolerance = tolerance;
        }

        /** A layer is judged by its largest difference: only some of its values are stored. */
        void addLayer(String where, String name, Deviation deviation) {
            points.add(new ProbePoint(where, name, deviation, deviation.largest() <= tolerance));
        }

        /** A whole vector is judged by its L2 norm. */
        void addVector(String where, String name, Deviation deviation) {
            points.add(new ProbePoint(where, name, deviation, deviation.relativeL2() <= tolerance));
        }

        /** Same bits or not. */
        void addParameter(String name, boolean same) {
            points.add(new ProbePoint(PARAMETERS, name, same ? new Deviation(0, 0) : Deviation.TOTAL, same));
        }

        void skip(String what) {
            skipped.add(what);
        }

        VerificationReport report() {
            return new VerificationReport(tolerance, points, skipped);
        }
    }
}
