package org.mammoclip.mammoclip.reports;

import static org.mammoclip.mammoclip.reports.Slots.beginningWith;
import static org.mammoclip.mammoclip.reports.Slots.locations;
import static org.mammoclip.mammoclip.reports.Slots.maybe;
import static org.mammoclip.mammoclip.reports.Slots.only;
import static org.mammoclip.mammoclip.reports.Slots.product;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reference's sentences about the ten findings of VinDr-Mammo, one breast. */
final class VinDrSentences {
    private static final String NO_MALIGNANCY = "no mammographic evidence of malignancy";
    private static final String NO_SUSPICIOUS_FINDINGS = "there are no suspicious findings";
    private static final String NONE_OF_THREE =
            "there are no suspicious masses, suspicious calcifications or architectural distortion";
    private static final List<String> DOUBT = List.of("", "suspicious", "possible", "questioned", "questionable");
    private static final List<String> PLACES_OF_SKIN = place();

    private final Side side;

    VinDrSentences(Side side) {
        this.side = side;
    }

    /** By name of the finding, in the reference's order, "No Finding" last. */
    Map<String, SentenceLists> lists(NoFindingSentences noFinding) {
        List<String> others = List.of(NONE_OF_THREE, NO_SUSPICIOUS_FINDINGS, NO_MALIGNANCY);
        Map<String, SentenceLists> lists = new LinkedHashMap<>();
        lists.put("Mass", new SentenceLists(mass(), noMass()));
        lists.put("Suspicious Calcification", new SentenceLists(calcification(), noCalcification()));
        lists.put("Architectural Distortion", new SentenceLists(distortion(), noDistortion()));
        lists.put("Global Asymmetry", new SentenceLists(globalAsymmetry(), others));
        lists.put("Focal Asymmetry", new SentenceLists(focalAsymmetry(), others));
        lists.put("Asymmetry", new SentenceLists(asymmetry(), others));
        lists.put("Suspicious Lymph Node", new SentenceLists(lymphNode(), others));
        lists.put("Nipple Retraction", new SentenceLists(nippleRetraction(), others));
        lists.put("Skin Retraction", new SentenceLists(skinRetraction(), others));
        lists.put("Skin Thickening", new SentenceLists(skinThickening(), others));
        lists.put(ReportGrammar.NO_FINDING, new SentenceLists(nothing(noFinding), List.of()));
        return lists;
    }

    private List<String> mass() {
        return product(
                only("there is a"),
                with(DOUBT, "obscured", "indeterminant", "irregular", "spiculated", "new"),
                only("mass"),
                locations(side));
    }

    private List<String> noMass() {
        List<String> sentences = new ArrayList<>();
        sentences.add(NO_MALIGNANCY);
        sentences.addAll(product(
                List.of("there is no", "no"),
                maybe("suspicious"),
                only("mass"),
                List.of("", "seen", "present", "identified")));
        sentences.add(NONE_OF_THREE);
        sentences.addAll(product(
                only("there are multiple bilateral"),
                List.of("oval", "round andoval"),
                maybe("circumscribed"),
                maybe("low density"),
                List.of("", "waxing and waning", "fluctuating"),
                only("masses"),
                List.of("", "consistent with benign findings", "consistent with a benign etiology")));
        sentences.addAll(product(
                only("there is a"),
                List.of(
                        "stable mass",
                        "stable benign mass",
                        "benign mass with associated biopsy clip",
                        "benign mass with associated biopsy marker"),
                locations(side)));
        return sentences;
    }

    private List<String> calcification() {
        return product(
                only("there are"),
                with(DOUBT, "indeterminant"),
                List.of("", "new", "grouped", "clustered", "segmental", "linear"),
                only("calcification"),
                locations(side));
    }

    private List<String> noCalcification() {
        List<String> sentences = new ArrayList<>();
        sentences.add(NO_MALIGNANCY);
        sentences.addAll(
                product(only("there are no suspicious calcification"), List.of("seen", "present", "identified")));
        sentences.add(NONE_OF_THREE.replace("calcifications", "calcification"));
        List<String> benignKinds = List.of(
                "",
                "vascular",
                "skin",
                "rod",
                "rod-like",
                "dystrophic",
                "popcorn",
                "secretory",
                "rim",
                "eggshell",
                "suture",
                "diffusely scattered punctate");
        sentences.addAll(
                product(only("there are"), maybe("benign"), benignKinds, only("calcification"), locations(side)));
        sentences.addAll(product(
                only("stable calcification with associated biopsy"), List.of("clip", "marker"), locations(side)));
        return sentences;
    }

    private List<String> distortion() {
        return product(
                List.of("there is", "there is an area of"), DOUBT, only("architectural distortion"), locations(side));
    }

    private List<String> noDistortion() {
        List<String> sentences = new ArrayList<>(
                product(only("there is no architectural distortion"), List.of("seen", "identified", "present")));
        sentences.add(NONE_OF_THREE);
        sentences.add(NO_MALIGNANCY);
        return sentences;
    }

    private List<String> globalAsymmetry() {
        return product(
                only("there is a"),
                List.of("", "new", "increased", "increasing"),
                only("global asymmetry"),
                locations(side));
    }

    private List<String> focalAsymmetry() {
        return product(only("there is a"), with(DOUBT, "indeterminant"), only("focal asymmetry"), locations(side));
    }

    private List<String> asymmetry() {
        List<String> all = product(
                only("there is a"), with(DOUBT, "indeterminant", "developing"), only("asymetry"), locations(side));
        return beginningWith(
                side == Side.RIGHT
                        ? "there is a questionable asymetry in the upper right breast at posterior depth"
                        : "there is a questioned asymetry in the upper outer left breast",
                all);
    }

    private List<String> lymphNode() {
        List<String> all = product(
                only("there is an"),
                List.of(
                        "suspicious",
                        "hyperdense",
                        "increased",
                        "enlarged",
                        "asymmetrically enlarged",
                        "increasing",
                        "abnormal"),
                only("lymph node in the"),
                only(side.word()),
                List.of("breast", "axilla", "axillary tail"));
        return beginningWith(
                side == Side.RIGHT
                        ? "there is an suspicious lymph node in the right axilla"
                        : "there is an enlarged lymph node in the left breast",
                all);
    }

    private List<String> nippleRetraction() {
        return product(
                only("there is a"),
                List.of("new", "increased", "possible", "questioned", "questionable"),
                only("nipple retraction in the"),
                only(side.word()),
                only("breast"));
    }

    private List<String> skinRetraction() {
        return product(
                List.of("there is", "there is an new", "there is an increasing"),
                only("skin retraction in the"),
                PLACES_OF_SKIN,
                only(side.word()),
                only("breast"));
    }

    private List<String> skinThickening() {
        List<String> all = product(
                only("there is"),
                List.of("", "increasing", "asymmetric", "diffuse", "new", "unilateral"),
                only("skin thickening of the"),
                PLACES_OF_SKIN,
                only(side.word()),
                only("breast"));
        return beginningWith(
                side == Side.RIGHT
                        ? "there is increasing skin thickening of the periareolar right breast"
                        : "there is increasing skin thickening of the upper outer left breast",
                all);
    }

    private List<String> nothing(NoFindingSentences variant) {
        if (variant == NoFindingSentences.FOUR) {
            return List.of(NO_MALIGNANCY, NONE_OF_THREE, NO_SUSPICIOUS_FINDINGS, NO_MALIGNANCY);
        }
        List<String> sentences = new ArrayList<>(noMass());
        sentences.addAll(noCalcification());
        sentences.addAll(noDistortion());
        return sentences;
    }

    private static List<String> with(List<String> words, String... more) {
        List<String> longer = new ArrayList<>(words);
        longer.addAll(List.of(more));
        return longer;
    }

    private static List<String> place() {
        return with(Slots.POSITIONS, "periareolar");
    }
}
