package org.mammoclip.mammoclip.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One row of the image-text table: the images and texts of one breast.
 *
 * @param images all images in the order of the table, at least one, without repeats
 * @param cc those of the CC view
 * @param mlo those of the MLO view
 * @param texts sections, findings first, at least one
 * @param translations the texts in other words, element by element (see {@link BackTranslation#aligned})
 */
public record BreastRecord(
        List<String> images, List<String> cc, List<String> mlo, List<ReportText> texts, List<ReportText> translations) {
    /** Two things of the same breast; possibly the same one twice. */
    public record Pair<T>(T first, T second) {}

    public BreastRecord {
        images = List.copyOf(images);
        cc = List.copyOf(cc);
        mlo = List.copyOf(mlo);
        texts = List.copyOf(texts);
        translations = List.copyOf(translations);
        if (images.isEmpty() || images.stream().distinct().count() != images.size()) {
            throw new IllegalArgumentException("a breast needs at least one image, and each only once");
        }
        if (!images.containsAll(cc) || !images.containsAll(mlo)) {
            throw new IllegalArgumentException("an image of a view is not among the images of the breast");
        }
        if (texts.isEmpty() || texts.size() != translations.size()) {
            throw new IllegalArgumentException(texts.size() + " texts and " + translations.size()
                    + " translations: at least one text, and one translation for each");
        }
    }

    /**
     * Cleans the sections of a report and takes them as texts of a breast, findings first, repeats left out.
     *
     * @throws IllegalArgumentException if nothing is left after cleaning
     */
    public static List<ReportText> texts(ReportSections report) {
        List<ReportText> texts = new ArrayList<>();
        for (List<String> section :
                List.of(TextCleaning.findings(report.findings()), TextCleaning.impression(report.impression()))) {
            if (!section.isEmpty() && !texts.contains(new ReportText(section))) {
                texts.add(new ReportText(section));
            }
        }
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("neither findings nor impression has a sentence of three words");
        }
        return texts;
    }

    /** Two images for a training step. A breast with one image shows it twice; augmentation makes them differ. */
    public Pair<String> images(ImageRule rule, RandomGenerator random) {
        if (rule == ImageRule.ONE_OF_EACH_VIEW && !cc.isEmpty() && !mlo.isEmpty()) {
            boolean ccFirst = random.nextDouble() < 0.5;
            return new Pair<>(Shuffle.pick(ccFirst ? cc : mlo, random), Shuffle.pick(ccFirst ? mlo : cc, random));
        }
        if (images.size() == 1) {
            return new Pair<>(images.get(0), images.get(0));
        }
        int first = random.nextInt(images.size());
        int second = random.nextInt(images.size() - 1);
        return new Pair<>(images.get(first), images.get(second < first ? second : second + 1));
    }

    /** Two images for validation, always the same: the first of each view or the first two of the table. */
    public Pair<String> firstImages(ImageRule rule) {
        if (rule == ImageRule.ONE_OF_EACH_VIEW && !cc.isEmpty() && !mlo.isEmpty()) {
            return new Pair<>(cc.get(0), mlo.get(0));
        }
        return new Pair<>(images.get(0), images.get(Math.min(1, images.size() - 1)));
    }

    /**
     * Two texts for a training step. With several sections each draw takes any of them, so both may be the same, and its
     * translation half of the time. With one section one is the text and the other its translation, in random order.
     */
    public Pair<ReportText> texts(RandomGenerator random) {
        if (texts.size() == 1) {
            boolean textFirst = random.nextDouble() < 0.5;
            ReportText text = texts.get(0);
            ReportText translation = translations.get(0);
            return textFirst ? new Pair<>(text, translation) : new Pair<>(translation, text);
        }
        return new Pair<>(drawText(random), drawText(random));
    }

    /** Two texts for validation, always the same: the first two sections, or the only one twice. */
    public Pair<ReportText> firstTexts() {
        return new Pair<>(texts.get(0), texts.get(Math.min(1, texts.size() - 1)));
    }

    private ReportText drawText(RandomGenerator random) {
        int section = random.nextInt(texts.size());
        return random.nextDouble() < 0.5 ? texts.get(section) : translations.get(section);
    }
}
