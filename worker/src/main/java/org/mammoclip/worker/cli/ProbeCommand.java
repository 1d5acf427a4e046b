package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.ModelProbe;
import org.mammoclip.mammoclip.NamedModel;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.card.LearningCard;
import org.mammoclip.mammoclip.card.LearningResult;
import org.mammoclip.mammoclip.card.LearningResults;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.data.Split;
import org.mammoclip.mammoclip.data.SplitRule;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.learn.Target;
import org.mammoclip.mammoclip.learn.probe.ImageVectors;
import org.mammoclip.mammoclip.learn.probe.ProbeExperiment;
import org.mammoclip.mammoclip.learn.probe.ProbeSettings;
import org.mammoclip.mammoclip.learn.probe.VectorCache;
import org.mammoclip.mammoclip.learn.probe.VectorEncoding;
import org.mammoclip.worker.evaluate.Progress;
import org.mammoclip.worker.learn.ImageSettings;
import org.mammoclip.worker.learn.PreparedImages;
import org.mammoclip.worker.learn.ProbeData;
import org.mammoclip.worker.learn.ProbeFolder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Learns linear heads on a frozen encoder. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Learns linear heads on the image encoder of a checkpoint, which stays as it is, and says what they are worth.",
            "",
            "Every image runs through the encoder once; its vector is kept, so that another call takes seconds. Writes"
                    + " classifier (one model for all findings), density, findings.yaml (with calibration and thresholds"
                    + " from validation data, for --findings and model.findings), results.json and a model card."
        },
        footer = {
            "",
            "Patients validate by --validation-fold or by chance. They choose the penalty,",
            "the calibration and the threshold; rows of 'split' test are only measured on.",
            "Other data are measured on as they are:",
            "  --held-out machine_b=b/vindr.csv",
            "",
            "Examples:",
            "  mammoclip probe --table vindr.csv --images png --checkpoint run1/best \\",
            "      --finding mass,suspicious_calcification,density --out probe1",
            "  mammoclip probe --table vindr.csv --images png --checkpoint run1/best \\",
            "      --finding mass --fraction 1,10,50,100 --seeds 1,2,3 --out probe2 \\",
            "      --vectors probe1/vectors",
            "  mammoclip score exam --checkpoint run1/best --findings probe1/findings.yaml",
            "",
            "Exit codes: 0 done; 1 failed (bad rows, unreadable files); 2 wrong usage."
        })
final class ProbeCommand extends LearningCommand {
    private static final int MAX_SHOWN = 100;

    @Mixin
    LearningDataOptions data;

    @ArgGroup(exclusive = false, validate = false, heading = "%nWhat is learned, and from how much:%n")
    ProbeFitOptions fit = new ProbeFitOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "%nThe model:%n")
    ProbeModelOptions model = new ProbeModelOptions();

    @Mixin
    EngineOptions engine;

    @Mixin
    HeldOutOptions heldOut;

    @Option(
            names = "--vectors",
            paramLabel = "DIR",
            description = "Keep the images' vectors in this folder (default: vectors in --out). They are derived from"
                    + " patients' images: protect them as you protect those.")
    @Nullable
    Path vectors;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Created if need be.")
    Path out = Path.of("");

    @Override
    public Integer call() throws CommandFailure {
        PrintWriter err = err();
        List<Target> targets = parsed(fit::targets);
        List<ProbeFitOptions.Part> parts = parsed(fit::parts);
        ProbeSettings settings = parsed(fit::settings);
        ComputeDevice device = parsed(engine::toDevice);
        SplitRule rule = parsed(data::checked);
        List<HeldOutOptions.HeldOut> others = parsed(heldOut::heldOut);
        return run(signal -> {
            try (Checkpoint checkpoint = NamedModel.checkpoint(model.checkpoint)) {
                About about = parsed(() -> model.about(checkpoint.description().about()));
                ProbeData read = read(checkpoint, rule, others);
                Map<String, ImageVectors> encoded = new HashMap<>();
                SortedMap<String, String> unusable = encode(checkpoint, device, read, encoded);
                tellUnusable(err, unusable);
                List<LearningResult> results = new ArrayList<>();
                List<ProbeExperiment.Outcome> kept = new ArrayList<>();
                for (Target target : targets) {
                    kept.add(fit(target, parts, settings, read, encoded, results));
                }
                new ProbeFolder(out, checkpoint, about)
                        .write(
                                kept,
                                results,
                                new ProbeFolder.Origin(
                                        typed(),
                                        ProductVersion.current(),
                                        settings,
                                        read.summary(targets),
                                        unusable.size()));
                tell(results);
            }
        });
    }

    private ProbeData read(Checkpoint checkpoint, SplitRule rule, List<HeldOutOptions.HeldOut> measured)
            throws IOException {
        RasterSize size = new RasterSize(
                checkpoint.description().preparation().rows(),
                checkpoint.description().preparation().columns());
        ProbeData.Source source = ProbeData.Source.read(
                "table", CsvTable.read(data.table), rule, open(data.folders(1).get(0), size), data.skipBadRows);
        tellSkipped(source);
        List<ProbeData.Source> others = new ArrayList<>();
        for (HeldOutOptions.HeldOut other : measured) {
            ProbeData.Source one = ProbeData.Source.read(
                    other.name(),
                    CsvTable.read(other.table()),
                    new SplitRule.Everything(Split.TEST),
                    open(other.images(), size),
                    data.skipBadRows);
            tellSkipped(one);
            others.add(one);
        }
        return new ProbeData(source, others, rule);
    }

    /** Every image is read once: none is held. */
    private PreparedImages open(Path folder, RasterSize size) throws IOException {
        ImageSettings given = data.settings();
        return PreparedImages.open(
                folder, size, new ImageSettings(given.preparePictures(), given.cache(), given.mostCachedBytes(), 0));
    }

    private void tellSkipped(ProbeData.Source source) {
        LearningDataOptions.tellSkipped(
                err(), source.set().skippedRows(), source.set().problems());
    }

    /** @param encoded takes the vectors of each source by its name */
    private SortedMap<String, String> encode(
            Checkpoint checkpoint, ComputeDevice device, ProbeData read, Map<String, ImageVectors> encoded)
            throws IOException {
        PrintWriter err = err();
        int width = checkpoint.description().toImageArchitecture().headChannels();
        Path folder = vectors == null ? out.resolve("vectors") : vectors;
        List<ProbeData.Source> sources = new ArrayList<>(List.of(read.source()));
        sources.addAll(read.others());
        SortedMap<String, String> unusable = new TreeMap<>();
        try (ModelProbe probe = ModelProbe.open(checkpoint, device);
                VectorCache cache = VectorCache.open(folder, checkpoint.sha256(), width)) {
            if (cache.damaged() > 0) {
                err.println("warning: " + folder + " was damaged in " + cache.damaged()
                        + " place(s); what is missing is computed again");
            }
            for (ProbeData.Source source : sources) {
                Progress progress = new Progress(err, System.console() != null, System::nanoTime);
                progress.start(0);
                VectorEncoding.Encoded all = new VectorEncoding(
                                source.images(), image -> probe.image(image).pooled(), cache)
                        .encode(source.all(), (done, total, known) -> progress.done(done, total));
                encoded.put(source.name(), all.vectors());
                all.unusable()
                        .forEach((image, why) -> unusable.put(source.table().name() + ": " + image, why));
            }
        }
        return unusable;
    }

    private void tellUnusable(PrintWriter err, SortedMap<String, String> unusable) throws CommandFailure {
        if (unusable.isEmpty()) {
            return;
        }
        unusable.entrySet().stream().limit(MAX_SHOWN).forEach(one -> err.println(one.getKey() + ": " + one.getValue()));
        String count = unusable.size() + " image(s) cannot be used";
        if (!data.skipBadRows) {
            throw new CommandFailure(count + "; mend them, or leave them out with --skip-bad-rows");
        }
        err.println(count + " and are left out");
        err.flush();
    }

    private ProbeExperiment.Outcome fit(
            Target target,
            List<ProbeFitOptions.Part> parts,
            ProbeSettings settings,
            ProbeData read,
            Map<String, ImageVectors> encoded,
            List<LearningResult> results) {
        ProbeExperiment experiment =
                new ProbeExperiment(target, read.source().set(), vectors(encoded, read.source()), settings);
        Optional<ProbeExperiment.Outcome> kept = Optional.empty();
        for (ProbeFitOptions.Part part : parts) {
            Optional<ProbeExperiment.Outcome> one = experiment.run(part.fraction(), part.seed());
            if (one.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println(target.key() + ": seed " + part.seed() + " at " + 100 * part.fraction()
                                + " % has images of one kind only, nothing is learned from them");
                continue;
            }
            results.addAll(one.get().results());
            for (ProbeData.Source other : read.others()) {
                results.addAll(experiment.measure(one.get(), other.name(), other.all(), vectors(encoded, other)));
            }
            if (part.equals(ProbeFitOptions.kept(parts))) {
                kept = one;
            }
        }
        return kept.orElseThrow(() -> new IllegalArgumentException(
                target.key() + " cannot be learned: the training images of the largest fraction are of one kind only"));
    }

    private static ImageVectors vectors(Map<String, ImageVectors> encoded, ProbeData.Source source) {
        return Objects.requireNonNull(encoded.get(source.name()));
    }

    private void tell(List<LearningResult> results) {
        PrintWriter console = spec.commandLine().getOut();
        ProbeTable.print(console, results);
        console.println("findings  " + out.resolve(ProbeFolder.FINDINGS));
        console.println("results   " + out.resolve(LearningResults.FILE));
        console.println("card      " + out.resolve(LearningCard.MARKDOWN_FILE));
        console.flush();
    }
}
