package org.mammoclip.mammoclip.data;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.reports.BreastRecord;
import org.mammoclip.mammoclip.reports.ImageRule;
import org.mammoclip.mammoclip.reports.ReportText;
import org.mammoclip.mammoclip.train.PairSamples;
import org.mammoclip.mammoclip.train.TrainingPair;

/** Breasts with reports as samples of pre-training. One thread at a time. */
public final class ImageTextSamples implements PairSamples {
    private final List<ReportedBreast> breasts;
    private final PairReader reader;
    private final ImageRule rule;
    private final SentenceRule sentences;

    public ImageTextSamples(List<ReportedBreast> breasts, PairReader reader, ImageRule rule, SentenceRule sentences) {
        this.breasts = List.copyOf(breasts);
        this.reader = reader;
        this.rule = rule;
        this.sentences = sentences;
    }

    @Override
    public int size() {
        return breasts.size();
    }

    @Override
    public TrainingPair read(int index, Phase phase, RandomGenerator random) throws IOException {
        ReportedBreast breast = breasts.get(index);
        boolean training = phase == Phase.TRAINING;
        BreastRecord.Pair<String> images = training
                ? breast.record().images(rule, random)
                : breast.record().firstImages(rule);
        BreastRecord.Pair<ReportText> texts =
                training ? breast.record().texts(random) : breast.record().firstTexts();
        PairReader.Drawn drawn = new PairReader.Drawn(
                images.first(),
                images.second(),
                words(texts.first(), training, random),
                words(texts.second(), training, random));
        return reader.read(breast.source(), breast.patient(), drawn, phase, random);
    }

    private String words(ReportText text, boolean training, RandomGenerator random) {
        return switch (sentences) {
            case ALL -> text.joined();
            case SHUFFLED -> (training ? text.shuffled(random) : text).joined();
            case ONE ->
                text.sentences().get(training ? random.nextInt(text.sentences().size()) : 0);
        };
    }
}
