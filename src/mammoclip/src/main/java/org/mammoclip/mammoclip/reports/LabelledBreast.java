package org.mammoclip.mammoclip.reports;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One row of the image-label table: the two images of one breast and what each of them shows. Its texts are made from the labels;
 * the first text speaks of the first image, the second of the second.
 *
 * @param side which breast
 * @param cc image of the CC view
 * @param mlo image of the MLO view
 * @param ccFindings findings in the CC view, or {@link ReportGrammar#NO_FINDING}; not empty
 * @param mloFindings findings in the MLO view, likewise
 */
public record LabelledBreast(Side side, String cc, String mlo, List<String> ccFindings, List<String> mloFindings) {
    /** What one step sees. */
    public record Sample(String firstImage, String secondImage, String firstText, String secondText) {}

    public LabelledBreast {
        ccFindings = List.copyOf(ccFindings);
        mloFindings = List.copyOf(mloFindings);
        if (cc.equals(mlo)) {
            throw new IllegalArgumentException("one image cannot be both views of a breast");
        }
        if (ccFindings.isEmpty() || mloFindings.isEmpty()) {
            throw new IllegalArgumentException(
                    "no label for a view; a view without findings is \"" + ReportGrammar.NO_FINDING + "\"");
        }
    }

    /** The views in random order, in random words. */
    public Sample training(ReportGenerator reports, RandomGenerator random) {
        boolean ccFirst = random.nextDouble() < 0.5;
        String ofCc = reports.random(side, ccFindings, random);
        String ofMlo = reports.random(side, mloFindings, random);
        return ccFirst ? new Sample(cc, mlo, ofCc, ofMlo) : new Sample(mlo, cc, ofMlo, ofCc);
    }

    /** CC first, in the words of the deterministic mode: the same every time. */
    public Sample validation(ReportGenerator reports) {
        return new Sample(cc, mlo, reports.first(side, ccFindings), reports.first(side, mloFindings));
    }
}
