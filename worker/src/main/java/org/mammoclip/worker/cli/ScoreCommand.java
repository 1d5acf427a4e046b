package org.mammoclip.worker.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.ModelCard;
import org.mammoclip.mammoclip.ModelOptions;
import org.mammoclip.mammoclip.Precision;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.View;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.worker.config.ConfigException;
import org.mammoclip.worker.config.FindingsConfig;
import org.mammoclip.worker.config.OutputsConfig;
import org.mammoclip.worker.config.WorkerConfig;
import org.mammoclip.worker.score.Engine;
import org.mammoclip.worker.score.ExamScorer;
import org.mammoclip.worker.score.ImageScorer;
import org.mammoclip.worker.score.OfflineObject;
import org.mammoclip.worker.score.OfflineScoring;
import org.mammoclip.worker.score.OfflineStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores files without database, Kafka or network. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description = {
            "Scores DICOM files or folders: every object gets scores or a reason, every exam its reports and overlays.",
            "With --laterality and --view it scores pictures (PNG, JPEG) instead; pictures have no report."
        })
final class ScoreCommand implements Callable<Integer> {
    private static final int MAX_IMAGES = 8;
    private static final Duration MAX_DELAY = Duration.ofMillis(20);

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "DICOM files or folders.")
    List<Path> paths = new ArrayList<>();

    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            defaultValue = "builtin:demo",
            description = "builtin:demo, or a path to a checkpoint (default: ${DEFAULT-VALUE}).")
    String checkpoint = "";

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = "auto",
            description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE}).")
    String device = "";

    @Option(
            names = "--findings",
            paramLabel = "FILE",
            description = "What is asked of every image (deploy/findings.md; default: the built-in findings).")
    @Nullable
    Path findings;

    @Option(
            names = "--sentence",
            paramLabel = "S",
            description = {
                "A sentence of a report: draws a map of it for every image of an exam or a view, as PNG. Repeatable.",
                "By the mapper that the findings file names, else the linear map; a map only, no score."
            })
    List<String> sentences = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "scores",
            description = "Folder for scores.json, reports and overlays (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("");

    @Option(names = "--laterality", paramLabel = "L|R", description = "Side of the pictures.")
    @Nullable
    String laterality;

    @Option(names = "--view", paramLabel = "CC|MLO", description = "View of the pictures.")
    @Nullable
    View view;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure, ConfigException, InterruptedException {
        Slot slot = slot();
        OutputsConfig outputs = WorkerConfig.defaults(System.getenv()).outputs();
        if (!sentences.isEmpty() && outputs.profile() == OutputsConfig.Profile.TRIAGE) {
            throw new ParameterException(
                    spec.commandLine(), "--sentence draws maps, and the output profile triage makes none");
        }
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        FindingsConfig asked = findings == null ? FindingsConfig.builtIn(checkpoint) : FindingsConfig.load(findings);
        ModelOptions options = options(asked, slot);
        List<Path> files = files();
        try (Engine engine = Engine.start(ImageScorer.opener(checkpoint, options), MAX_IMAGES, MAX_DELAY, metrics);
                ExamScorer scorer = new ExamScorer(
                        engine,
                        asked,
                        ProductVersion.current(),
                        Runtime.getRuntime().availableProcessors(),
                        metrics)) {
            Files.createDirectories(out);
            OfflineScoring scoring =
                    new OfflineScoring(scorer, outputs, SelectionRules.DEFAULT, out, Clock.systemDefaultZone());
            if (slot == null) {
                scoring.scoreDicom(files);
            } else {
                for (Path file : files) {
                    scoring.scorePicture(file, slot);
                }
            }
            Path json = out.resolve("scores.json");
            Files.write(json, new ScoreDocument(engine.card(), ProductVersion.current()).of(scoring));
            print(engine.card(), scoring, json);
            boolean nothing = scoring.objects().stream()
                    .allMatch(object -> object.decision().equals("NOT_DICOM"));
            return nothing ? Main.FAILED : 0;
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
    }

    private List<Path> files() throws CommandFailure {
        try {
            List<Path> files = OfflineScoring.filesBelow(paths);
            if (files.isEmpty()) {
                throw new CommandFailure(
                        paths.size() == 1 ? "there is no file in " + paths.get(0) : "no folder has a file");
            }
            return files;
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
    }

    private @Nullable Slot slot() {
        if (laterality == null && view == null) {
            return null;
        }
        if (laterality == null || view == null) {
            throw new ParameterException(spec.commandLine(), "--laterality and --view belong together");
        }
        return switch (laterality.toUpperCase(Locale.ROOT)) {
            case "L", "LEFT" -> new Slot(Laterality.LEFT, view);
            case "R", "RIGHT" -> new Slot(Laterality.RIGHT, view);
            default -> throw new ParameterException(spec.commandLine(), "--laterality is L or R");
        };
    }

    private ModelOptions options(FindingsConfig asked, @Nullable Slot slot) {
        if (!sentences.isEmpty() && slot != null) {
            throw new ParameterException(spec.commandLine(), "--sentence needs DICOM files, not pictures");
        }
        for (String sentence : sentences) {
            if (sentence.isBlank()
                    || sentence.length() > SourceAttribution.MAX_SENTENCE
                    || sentence.chars().anyMatch(c -> c < ' ' || c == '\\')) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--sentence takes 1 to " + SourceAttribution.MAX_SENTENCE
                                + " characters without backslash or control characters");
            }
        }
        try {
            return new ModelOptions(ProbeOptions.device(spec, device), asked.set(), Precision.AUTO, sentences);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void print(ModelCard card, OfflineScoring scoring, Path json) {
        PrintWriter console = spec.commandLine().getOut();
        console.println("model   " + card.summary());
        console.println("        " + card.statement());
        for (OfflineObject object : scoring.objects()) {
            if (!object.decision().equals("NOT_DICOM")) {
                console.println(line(object));
            }
        }
        long skipped = scoring.objects().stream()
                .filter(object -> object.decision().equals("NOT_DICOM"))
                .count();
        if (skipped > 0) {
            console.println("skipped " + skipped + (skipped == 1 ? " file that is" : " files that are")
                    + " no DICOM; scores.json names them, pictures need --laterality and --view");
        }
        for (OfflineStudy study : scoring.studies()) {
            console.println(String.format(
                    Locale.ROOT,
                    "study   %s %s %s %.3f%s",
                    study.studyInstanceUid(),
                    study.decision(),
                    study.priority(),
                    study.score(),
                    study.reason().isEmpty() ? "" : " (" + study.reason() + ")"));
        }
        console.println("wrote   " + json);
        console.flush();
    }

    private static String line(OfflineObject object) {
        StringBuilder line = new StringBuilder("object  ").append(object.file());
        line.append(' ').append(object.decision());
        if (!object.slot().isEmpty()) {
            line.append(' ').append(object.slot());
        }
        if (!object.isScored()) {
            return line.append(": ").append(object.reason()).toString();
        }
        object.scores().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Finding::key)))
                .forEach(score -> line.append(
                        String.format(Locale.ROOT, " %s=%.3f", score.getKey().key(), score.getValue())));
        return line.toString();
    }
}
