package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.data.SentenceRule;
import org.mammoclip.mammoclip.reports.BackTranslation;
import org.mammoclip.mammoclip.reports.ImageRule;
import org.mammoclip.mammoclip.reports.NoFindingSentences;
import org.mammoclip.mammoclip.reports.StoredBackTranslation;
import org.mammoclip.mammoclip.reports.Vocabulary;
import org.mammoclip.worker.evaluate.Progress;
import org.mammoclip.worker.learn.PretrainingTables;
import org.mammoclip.worker.learn.StudySettings;
import org.mammoclip.worker.learn.StudyTable;
import picocli.CommandLine.Option;

/** What {@code pretrain} learns from. */
final class PretrainTableOptions {
    /** Which two images of a breast a sample shows. */
    enum Images {
        VIEWS(ImageRule.ONE_OF_EACH_VIEW),
        ANY(ImageRule.ANY_TWO);

        private final ImageRule rule;

        Images(ImageRule rule) {
            this.rule = rule;
        }
    }

    @Option(
            names = "--image-text",
            paramLabel = "TABLE",
            description = "Images with reports, one row an image or one row a breast (see below); may be repeated.")
    List<Path> imageText = new ArrayList<>();

    @Option(
            names = "--image-label",
            paramLabel = "TABLE",
            description =
                    "Images with findings, in the layout of VinDr-Mammo; their reports are made up from the labels;"
                            + " may be repeated.")
    List<Path> imageLabel = new ArrayList<>();

    @Option(
            names = "--pairs",
            paramLabel = "views|any",
            defaultValue = "views",
            description = "Two images of a sample: one of each view, or any two of the breast (default:"
                    + " ${DEFAULT-VALUE}).")
    Images pairs = Images.VIEWS;

    @Option(
            names = "--sentences",
            paramLabel = "all|shuffled|one",
            defaultValue = "all",
            description = "Text of a sample: the whole section, its sentences in random order, or one of them (default:"
                    + " ${DEFAULT-VALUE}).")
    SentenceRule sentences = SentenceRule.ALL;

    @Option(
            names = "--back-translation",
            paramLabel = "FILE",
            description =
                    "Sections in other words, as JSON lines {\"text\": ..., \"translation\": ...}; not needed for a"
                            + " table with the column text_augment.")
    @Nullable
    Path backTranslation;

    @Option(
            names = "--augmentation",
            paramLabel = "symmetric|reference|flips|none",
            defaultValue = "symmetric",
            description = "Changes to training images. symmetric: flips, affine map in random ranges, elastic map;"
                    + " reference: the same as its code executes it, with one fixed rotation, shear and shift; flips: only"
                    + " those, which keep every pixel; or none (default: ${DEFAULT-VALUE}).")
    LearningAugmentation augmentation = LearningAugmentation.SYMMETRIC;

    @Option(
            names = "--spelling",
            paramLabel = "reference|corrected",
            defaultValue = "reference",
            description = "Of the reports made from labels (default: ${DEFAULT-VALUE}).")
    Vocabulary spelling = Vocabulary.REFERENCE;

    @Option(
            names = "--no-finding",
            paramLabel = "all|four",
            defaultValue = "all",
            description = "What those reports may say of a breast without findings (default: ${DEFAULT-VALUE}).")
    NoFindingSentences noFinding = NoFindingSentences.ALL;

    /**
     * @throws IllegalArgumentException if options contradict each other
     * @throws IOException if the back-translations cannot be read
     */
    PretrainingTables toTables(LearningImageOptions images, StudyOptions studies, PrintWriter err) throws IOException {
        List<Path> tables = new ArrayList<>(imageText);
        tables.addAll(imageLabel);
        if (tables.isEmpty() && !studies.areGiven()) {
            throw new IllegalArgumentException(
                    "what to learn from? --image-text or --image-label, or --studies with --reports");
        }
        List<Path> folders = tables.isEmpty() ? List.of() : images.folders(tables.size());
        List<PretrainingTables.Source> sources = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            sources.add(new PretrainingTables.Source(tables.get(i), folders.get(i)));
        }
        BackTranslation translation =
                backTranslation == null ? BackTranslation.NONE : StoredBackTranslation.read(backTranslation);
        List<PretrainingTables.Source> reports = new ArrayList<>(sources.subList(0, imageText.size()));
        if (studies.areGiven()) {
            reports.add(found(studies, images, err));
        }
        return new PretrainingTables(
                reports,
                sources.subList(imageText.size(), sources.size()),
                images.splitRule(),
                translation,
                augmentation.toAugmentation(),
                pairs.rule,
                sentences,
                spelling,
                noFinding,
                images.skipBadRows);
    }

    private static PretrainingTables.Source found(StudyOptions studies, LearningImageOptions images, PrintWriter err)
            throws IOException {
        StudySettings settings = studies.settings(images.splitSeed, images.skipBadRows);
        StudyTable table = StudyTable.read(settings, new Progress(err, System.console() != null, System::nanoTime));
        table.notes().forEach(note -> err.println(note.issue().title() + ": " + note.detail()));
        err.flush();
        return PretrainingTables.Source.of(table, settings.folder());
    }

    /** How samples are drawn, for people. */
    String describe() {
        return "pairs " + pairs + ", sentences " + sentences + ", augmentation " + augmentation
                + (backTranslation == null ? "" : ", back-translation " + backTranslation.getFileName());
    }
}
