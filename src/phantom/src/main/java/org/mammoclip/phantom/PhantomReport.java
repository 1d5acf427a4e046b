package org.mammoclip.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mammoclip.mammoclip.random.SplitMix64;

/**
 * What a radiologist might have dictated about an exam, in words that vary from woman to woman; nothing in it is wrong.
 *
 * @param history why she came
 * @param density of both breasts
 * @param left findings of the left breast
 * @param right findings of the right breast
 * @param impressionLeft about the left breast
 * @param impressionRight about the right breast
 * @param birads of the exam: 0 further imaging, 1 negative, 2 benign
 */
public record PhantomReport(
        String history,
        String density,
        String left,
        String right,
        String impressionLeft,
        String impressionRight,
        int birads) {

    /** Words for an exam; the same every time. */
    public static PhantomReport of(PhantomExam exam) {
        SplitMix64 random = SplitMix64.stream(exam.settings().seed(), "report", exam.index());
        ReportPhrases phrases = new ReportPhrases(random);
        String left = side(exam.left(), phrases);
        String right = side(exam.right(), phrases);
        boolean recalled =
                !exam.left().lesions().isEmpty() || !exam.right().lesions().isEmpty();
        return new PhantomReport(
                phrases.history(exam.age()),
                phrases.density(exam.density()),
                left,
                right,
                phrases.impression(exam.left()),
                phrases.impression(exam.right()),
                recalled ? 0 : exam.left().implant() ? 2 : 1);
    }

    /** Density and what is seen in one breast. */
    public String findings(boolean leftBreast) {
        return density + " " + (leftBreast ? left : right);
    }

    public String impression(boolean leftBreast) {
        return leftBreast ? impressionLeft : impressionRight;
    }

    /** The whole report with its headings, both breasts. */
    public String text() {
        return "HISTORY:\n" + history + "\n\nFINDINGS:\n" + density + "\n" + right + "\n" + left + "\n\nIMPRESSION:\n"
                + impressionRight + " " + impressionLeft + "\nBI-RADS " + birads + ".\n";
    }

    private static String side(Breast breast, ReportPhrases phrases) {
        List<String> sentences = new ArrayList<>();
        if (breast.implant()) {
            sentences.add(phrases.implant(breast));
        }
        for (Lesion lesion : breast.lesions()) {
            sentences.add(phrases.lesion(lesion, breast));
        }
        sentences.addAll(phrases.denials(breast));
        return String.join(" ", sentences);
    }

    /** "upper outer left breast" and so on. */
    static String where(Lesion lesion, Breast breast) {
        String side = breast.left() ? "left" : "right";
        if (lesion.kind() == LesionKind.LYMPH_NODE) {
            return side + " axilla";
        }
        Place place = lesion.place();
        double near = 0.16 * breast.halfWidthMm();
        String vertical = place.superior() > near ? "upper" : place.superior() < -near ? "lower" : "";
        String horizontal = place.lateral() > near ? "outer" : place.lateral() < -near ? "inner" : "";
        String quadrant = (vertical + " " + horizontal).strip();
        if (quadrant.isEmpty()) {
            quadrant = place.depth() > 0.7 * breast.depthMm() ? "subareolar" : "central";
        }
        return quadrant + " " + side + " breast";
    }

    /** Thirds of the breast, the first at the nipple. */
    static String depth(Lesion lesion, Breast breast) {
        double share = lesion.place().depth() / breast.depthMm();
        return share > 0.62 ? "anterior" : share > 0.38 ? "middle" : "posterior";
    }

    /** The hour on a clock face as seen from the front, 1 to 12. */
    static int clock(Lesion lesion, Breast breast) {
        // seen from the front, the outer side of a left breast is on the right, towards three o'clock
        double right =
                breast.left() ? lesion.place().lateral() : -lesion.place().lateral();
        double angle = StrictMath.atan2(right, lesion.place().superior());
        int hour = Math.floorMod((int) Math.round(angle / (2 * Math.PI) * 12), 12);
        return hour == 0 ? 12 : hour;
    }

    static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
