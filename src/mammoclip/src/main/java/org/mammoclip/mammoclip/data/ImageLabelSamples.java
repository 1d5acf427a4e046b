package org.mammoclip.mammoclip.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.mammoclip.mammoclip.loss.Phase;
import org.mammoclip.mammoclip.reports.LabelledBreast;
import org.mammoclip.mammoclip.reports.ReportGenerator;
import org.mammoclip.mammoclip.reports.ReportGrammar;
import org.mammoclip.mammoclip.train.PairSamples;
import org.mammoclip.mammoclip.train.TrainingPair;

/**
 * Breasts with labels as samples of pre-training: the reports are made from the labels, one for each view. Breasts without both views
 * are left out. One thread at a time.
 */
public final class ImageLabelSamples implements PairSamples {
    private final List<Breast> breasts;
    private final PairReader reader;
    private final ReportGenerator reports;

    private record Breast(String source, String patient, LabelledBreast labels) {}

    /**
     * @param table name of the table, for messages
     * @param images of one split; the first of each view of a breast counts
     */
    public ImageLabelSamples(String table, List<LabelledImage> images, PairReader reader, ReportGenerator reports) {
        this.reader = reader;
        this.reports = reports;
        Map<String, EnumMap<View, LabelledImage>> views = new LinkedHashMap<>();
        for (LabelledImage image : images) {
            views.computeIfAbsent(image.patient() + "/" + image.side(), key -> new EnumMap<>(View.class))
                    .putIfAbsent(image.view(), image);
        }
        List<Breast> both = new ArrayList<>();
        for (EnumMap<View, LabelledImage> breast : views.values()) {
            LabelledImage cc = breast.get(View.CC);
            LabelledImage mlo = breast.get(View.MLO);
            if (cc != null && mlo != null) {
                LabelledBreast labels =
                        new LabelledBreast(cc.side(), cc.image(), mlo.image(), findings(cc), findings(mlo));
                both.add(new Breast(table + ":" + cc.line(), cc.patient(), labels));
            }
        }
        this.breasts = List.copyOf(both);
    }

    private static List<String> findings(LabelledImage image) {
        return image.findings().isEmpty()
                ? List.of(ReportGrammar.NO_FINDING)
                : image.findings().stream().sorted().toList();
    }

    @Override
    public int size() {
        return breasts.size();
    }

    @Override
    public TrainingPair read(int index, Phase phase, RandomGenerator random) throws IOException {
        Breast breast = breasts.get(index);
        LabelledBreast.Sample sample = phase == Phase.TRAINING
                ? breast.labels().training(reports, random)
                : breast.labels().validation(reports);
        PairReader.Drawn drawn = new PairReader.Drawn(
                sample.firstImage(), sample.secondImage(), sample.firstText(), sample.secondText());
        return reader.read(breast.source(), breast.patient(), drawn, phase, random);
    }
}
