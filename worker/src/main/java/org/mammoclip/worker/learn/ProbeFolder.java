package org.mammoclip.worker.learn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mammoclip.mammoclip.card.LearningCard;
import org.mammoclip.mammoclip.card.LearningData;
import org.mammoclip.mammoclip.card.LearningOrigin;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.card.LearningResults;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.learn.Target;
import org.mammoclip.mammoclip.learn.probe.HeadFile;
import org.mammoclip.mammoclip.learn.probe.LinearHead;
import org.mammoclip.mammoclip.learn.probe.OperatingScore;
import org.mammoclip.mammoclip.learn.probe.ProbeExperiment;
import org.mammoclip.mammoclip.learn.probe.ProbeSettings;

/**
 * What {@code mammoclip probe} leaves in a folder: {@code classifier} (all yes-or-no heads as outputs of one model), {@code density},
 * {@code findings.yaml} that names both, {@code results.json} and the model card.
 */
public final class ProbeFolder {
    public static final String CLASSIFIER = "classifier";
    public static final String DENSITY = "density";
    public static final String FINDINGS = "findings.yaml";

    private static final int SHORT_DIGEST = 12;

    private final Path folder;
    private final Checkpoint encoder;
    private final About about;

    /**
     * @param folder created if need be
     * @param encoder that gave the vectors; not closed
     * @param about of the classifiers
     */
    public ProbeFolder(Path folder, Checkpoint encoder, About about) {
        this.folder = folder;
        this.encoder = encoder;
        this.about = about;
    }

    /**
     * How it came about.
     *
     * @param command as it was typed
     * @param codeVersion of this software
     * @param settings of all fits
     * @param data that was learned from and measured on
     * @param unusable images that were left out
     */
    public record Origin(String command, String codeVersion, ProbeSettings settings, LearningData data, int unusable) {}

    /**
     * Writes everything; files of an earlier call are replaced.
     *
     * @param kept one outcome per question, in the order of the outputs
     * @param results of all questions, fractions and seeds
     */
    public void write(List<ProbeExperiment.Outcome> kept, List<LearningResult> results, Origin origin)
            throws IOException {
        Files.createDirectories(folder);
        List<ProbeExperiment.Outcome> binary =
                kept.stream().filter(outcome -> outcome.target().isBinary()).toList();
        List<ProbeExperiment.Outcome> density =
                kept.stream().filter(outcome -> !outcome.target().isBinary()).toList();
        StringBuilder digests = new StringBuilder();
        if (!binary.isEmpty()) {
            digests.append(write(CLASSIFIER, binary));
        }
        if (!density.isEmpty()) {
            digests.append(write(DENSITY, density));
        }
        String version = "probe-" + Digest.of(digests.toString()).substring(0, SHORT_DIGEST);
        Files.write(
                folder.resolve(FINDINGS),
                ProbedFindings.of(version, binary, CLASSIFIER, density.isEmpty() ? "" : DENSITY)
                        .getBytes(StandardCharsets.UTF_8));
        LearningResults.write(folder, results);
        card(kept, results, origin).write(folder);
    }

    private String write(String name, List<ProbeExperiment.Outcome> outcomes) throws IOException {
        Path place = folder.resolve(name);
        List<LinearHead> heads =
                outcomes.stream().map(outcome -> outcome.fit().head()).toList();
        String named = about.name() + "-" + name;
        HeadFile.write(
                place,
                new About(
                        named, about.version(), about.trained(), about.synthetic(), about.statement(), about.licence()),
                encoder,
                heads);
        try (ModelFile written = ModelFile.open(place)) {
            return written.sha256();
        }
    }

    private LearningCard card(List<ProbeExperiment.Outcome> kept, List<LearningResult> results, Origin origin) {
        String asked = kept.stream().map(outcome -> outcome.target().title()).collect(Collectors.joining(", "));
        About base = encoder.description().about();
        long seed = kept.get(0).seed();
        return new LearningCard(
                about.name() + " " + about.version(),
                about.statement(),
                "linear probe: " + asked,
                about.licence(),
                new LearningOrigin(
                        List.of(origin.command()),
                        seed,
                        origin.codeVersion(),
                        List.of(new LearningOrigin.Model(
                                "image encoder, frozen in evaluation mode",
                                base.name() + " " + base.version(),
                                encoder.sha256()))),
                origin.data(),
                results,
                settings(kept, origin),
                limits(base, origin),
                List.of());
    }

    private TreeMap<String, String> settings(List<ProbeExperiment.Outcome> kept, Origin origin) {
        TreeMap<String, String> settings = new TreeMap<>();
        settings.put("image tower", encoder.description().image());
        settings.put("preparation", encoder.description().preparation().version());
        settings.put("loss", "weighted logistic (positives count negatives/positives), density: cross-entropy");
        settings.put("optimiser", "L-BFGS to the optimum, in double precision");
        settings.put("penalty, strengths tried", origin.settings().strengths().toString());
        settings.put(
                "fractions leave out",
                "whole " + origin.settings().fractionUnit().name().toLowerCase(Locale.ROOT) + "s");
        settings.put("operating point", origin.settings().operatingPoint().name() + ", on validation data");
        settings.put(
                "intervals",
                origin.settings().bootstrap().resamples() + " resamples of patients, seed "
                        + origin.settings().bootstrap().seed());
        for (ProbeExperiment.Outcome outcome : kept) {
            settings.put(outcome.target().title(), chosen(outcome));
        }
        return settings;
    }

    private static String chosen(ProbeExperiment.Outcome outcome) {
        String fit = String.format(
                Locale.ROOT,
                "penalty %s, %s of the training labels (%s)",
                outcome.fit().strength(),
                outcome.fraction(),
                labels(outcome));
        if (outcome.operating().isEmpty()) {
            return fit;
        }
        OperatingScore operating = outcome.operating().get();
        return fit
                + String.format(
                        Locale.ROOT,
                        ", threshold %.6f, calibration %s",
                        operating.threshold(),
                        operating.calibrated()
                                ? String.format(
                                        Locale.ROOT,
                                        "%.6f x logit %+.6f",
                                        operating.calibration().slope(),
                                        operating.calibration().intercept())
                                : "none: validation data gave no increasing one");
    }

    private static String labels(ProbeExperiment.Outcome outcome) {
        Target target = outcome.target();
        return new TreeMap<>(outcome.trainingLabels())
                .entrySet().stream()
                        .map(label -> label.getValue() + " "
                                + (target.isBinary()
                                        ? (label.getKey() == 1 ? "with" : "without")
                                        : String.valueOf((char) ('A' + label.getKey()))))
                        .collect(Collectors.joining(", "));
    }

    private static List<String> limits(About base, Origin origin) {
        List<String> limits = new ArrayList<>();
        limits.add("Research use only, not for diagnosis.");
        if (!base.trained() || base.synthetic()) {
            limits.add("The encoder: " + base.statement() + ".");
        }
        limits.add("Penalty, calibration and threshold were chosen on the validation data, whose values are therefore"
                + " flattering. Read those of patients that nothing was chosen on.");
        limits.add("Values count images. The intervals say how much other patients of the same kind would change them,"
                + " not what other machines, other prevalence or other labels would.");
        if (origin.unusable() > 0) {
            limits.add(origin.unusable() + " images could not be used and were left out.");
        }
        return limits;
    }
}
