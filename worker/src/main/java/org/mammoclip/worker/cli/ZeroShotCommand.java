package org.mammoclip.worker.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.ModelProbe;
import org.mammoclip.mammoclip.NonFiniteScoreException;
import org.mammoclip.mammoclip.PromptClass;
import org.mammoclip.mammoclip.ZeroShotAnswer;
import org.mammoclip.mammoclip.ZeroShotAnswer.ClassScore;
import org.mammoclip.mammoclip.ZeroShotQuestion;
import org.mammoclip.worker.score.ImageFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks images questions in words. */
@Command(
        name = "zero-shot",
        mixinStandardHelpOptions = true,
        description = {
            "Compares images with phrases.",
            "Per class it prints",
            "  cosine   of the image and the class's phrases, -1 to 1",
            "  score    softmax of the raw cosines, as the reference scores; with two",
            "           classes 0.119 to 0.881",
            "  scaled   softmax of the cosines times the learned exp(logit_scale)",
            "None of them is a probability of disease. A class of several phrases is the",
            "mean of their unit vectors."
        },
        footer = {
            "",
            "The question is one of",
            "  --prompt-negative P --prompt-positive P  a finding; repeat for ensembles",
            "  --class NAME=P[,P]                       two classes or more; no phrase",
            "                                           has a comma",
            "  --density                                density A to D in the reference's",
            "                                           words",
            "",
            "Examples:",
            "  mammoclip zero-shot exam/*.dcm --checkpoint b5.tar \\",
            "      --prompt-negative 'no mass' --prompt-positive mass",
            "  mammoclip zero-shot image.png --prepared --density --out density.json"
        })
final class ZeroShotCommand implements Callable<Integer> {
    @Mixin
    ProbeOptions model;

    @Mixin
    ImageArguments images;

    @Option(
            names = "--prompt-negative",
            paramLabel = "P",
            description = "A phrase without the finding; may be repeated.")
    List<String> negative = new ArrayList<>();

    @Option(names = "--prompt-positive", paramLabel = "P", description = "A phrase with the finding; may be repeated.")
    List<String> positive = new ArrayList<>();

    @Option(names = "--class", paramLabel = "NAME=P[,P]", description = "A class and its phrases; may be repeated.")
    List<String> classes = new ArrayList<>();

    @Option(names = "--density", description = "Asks for breast density, A to D.")
    boolean density;

    @Option(names = "--out", paramLabel = "FILE", description = "Also writes JSON with all figures.")
    @Nullable
    Path out;

    @Spec
    CommandSpec spec;

    private boolean failed;

    /** What became of one file. */
    private record Answered(ImageFile file, Optional<ZeroShotAnswer> answer, String reason) {}

    @Override
    public Integer call() throws CommandFailure {
        List<PromptClass> question = question();
        if (images.files.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "which images? name DICOM or picture files");
        }
        try (ModelProbe probe = model.open(spec)) {
            ZeroShotQuestion asked = ZeroShotQuestion.of(probe, question);
            List<Answered> answers = new ArrayList<>();
            for (Path file : images.files) {
                answers.add(answer(probe, asked, file));
            }
            print(probe, question, answers);
            if (out != null) {
                Files.write(out, document(probe, question, answers));
                spec.commandLine().getOut().println("wrote   " + out);
            }
        } catch (IOException e) {
            throw new CommandFailure("cannot write: " + e.getMessage(), e);
        } catch (NonFiniteScoreException | IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
        return failed ? Main.FAILED : 0;
    }

    private List<PromptClass> question() {
        boolean finding = !negative.isEmpty() || !positive.isEmpty();
        if ((finding ? 1 : 0) + (classes.isEmpty() ? 0 : 1) + (density ? 1 : 0) != 1) {
            throw usage("one question: --prompt-negative with --prompt-positive, or --class, or --density");
        }
        if (density) {
            return PromptClass.DENSITY;
        }
        try {
            if (finding) {
                if (negative.isEmpty() || positive.isEmpty()) {
                    throw usage("--prompt-negative and --prompt-positive belong together");
                }
                return List.of(new PromptClass("negative", negative), new PromptClass("positive", positive));
            }
            List<PromptClass> asked = new ArrayList<>();
            phrasesByName().forEach((name, phrases) -> asked.add(new PromptClass(name, phrases)));
            if (asked.size() < 2) {
                throw usage("--class is given for two classes at least");
            }
            return asked;
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, List<String>> phrasesByName() {
        Map<String, List<String>> phrases = new LinkedHashMap<>();
        for (String option : classes) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw usage("--class is NAME=phrase[,phrase], not '" + option + "'");
            }
            List<String> own = phrases.computeIfAbsent(option.substring(0, equals), name -> new ArrayList<>());
            for (String phrase : option.substring(equals + 1).split(",", -1)) {
                own.add(phrase.strip());
            }
        }
        return phrases;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Answered answer(ModelProbe probe, ZeroShotQuestion question, Path path) throws CommandFailure {
        ImageFile file = images.read(path, probe.model());
        if (file.image().isEmpty()) {
            failed = true;
            return new Answered(file, Optional.empty(), file.reason());
        }
        try {
            ZeroShotAnswer answer =
                    question.answer(probe.image(file.image().get()).embedding());
            return new Answered(file, Optional.of(answer), "");
        } catch (IllegalArgumentException | NonFiniteScoreException e) {
            failed = true;
            return new Answered(file, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private void print(ModelProbe probe, List<PromptClass> question, List<Answered> answers) {
        PrintWriter console = spec.commandLine().getOut();
        console.println("model   " + probe.model().name() + " " + probe.model().version() + ", sha256 "
                + probe.model().checkpointSha256().substring(0, 12));
        console.println("        " + probe.model().statement());
        for (PromptClass asked : question) {
            console.println("class   " + asked.name() + ": " + String.join("; ", asked.prompts()));
        }
        for (Answered answered : answers) {
            if (answered.answer().isEmpty()) {
                console.println("failed  " + answered.file().file() + ": " + answered.reason());
                continue;
            }
            ZeroShotAnswer answer = answered.answer().get();
            console.println(
                    "image   " + answered.file().file() + ": " + answer.best().name());
            for (ClassScore score : answer.classes()) {
                console.println(String.format(
                        Locale.ROOT,
                        "        %-20s cosine %+.4f  score %.4f  scaled %.4f",
                        score.name(),
                        score.cosine(),
                        score.score(),
                        score.scaledScore()));
            }
        }
        console.flush();
    }

    private byte[] document(ModelProbe probe, List<PromptClass> question, List<Answered> answers) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = mapper.createObjectNode();
        ProbeOptions.describe(root.putObject("model"), probe.model());
        root.put("preprocessing", images.preprocessing(probe.model()));
        ArrayNode asked = root.putArray("classes");
        for (PromptClass described : question) {
            ObjectNode node = asked.addObject().put("name", described.name());
            described.prompts().forEach(node.putArray("prompts")::add);
        }
        ArrayNode list = root.putArray("images");
        for (Answered answered : answers) {
            ObjectNode node =
                    list.addObject().put("file", answered.file().file().toString());
            if (answered.answer().isEmpty()) {
                node.put("reason", answered.reason());
                continue;
            }
            node.put("best", answered.answer().get().best().name());
            ArrayNode scores = node.putArray("scores");
            for (ClassScore score : answered.answer().get().classes()) {
                scores.addObject()
                        .put("class", score.name())
                        .put("cosine", score.cosine())
                        .put("score", score.score())
                        .put("scaledScore", score.scaledScore());
            }
        }
        return mapper.writeValueAsBytes(root);
    }
}
