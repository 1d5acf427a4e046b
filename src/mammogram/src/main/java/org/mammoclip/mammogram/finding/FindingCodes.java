package org.mammoclip.mammogram.finding;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mammoclip.dicom.sr.CodedConcept;

/**
 * The codes of findings. A mass is no legal single image finding (CID 6014): seen in one view it is a density. The
 * asymmetries have no code there at all: they are selected regions with a description.
 */
final class FindingCodes {
    static final CodedConcept SELECTED_REGION = dcm("111099", "Selected region");
    static final CodedConcept CALCIFICATION_CLUSTER = sct("129769006", "Calcification Cluster");
    static final CodedConcept DENSITY = sct("129793001", "Mammography breast density");
    static final CodedConcept DISTORTION = sct("129792006", "Architectural distortion of breast");
    static final CodedConcept SKIN_THICKENING = sct("129797000", "Skin thickening of breast");
    static final CodedConcept SKIN_RETRACTION = sct("129796009", "Skin retraction of breast");
    static final CodedConcept AXILLARY_ADENOPATHY = sct("127189005", "Axillary adenopathy");
    static final CodedConcept NIPPLE = sct("24142002", "Nipple");
    static final CodedConcept NIPPLE_RETRACTION = sct("31845005", "Nipple retraction");

    /**
     * CID 6014 with its included CID 6015, less what TID 4006 wants more items for than a model can give: breast
     * composition, breast geometry, image quality and non-lesion.
     */
    private static final Set<String> SINGLE_IMAGE = Stream.of(
                    SELECTED_REGION,
                    CALCIFICATION_CLUSTER,
                    DENSITY,
                    DISTORTION,
                    SKIN_THICKENING,
                    SKIN_RETRACTION,
                    AXILLARY_ADENOPATHY,
                    NIPPLE,
                    sct("129770007", "Individual Calcification"),
                    sct("129794007", "Tubular density"),
                    sct("443808008", "Intramammary lymph node"),
                    sct("129795008", "Trabecular thickening of breast"),
                    sct("95324001", "Skin lesion"),
                    sct("79654002", "Edema"),
                    sct("68171009", "Axillary lymph node"),
                    dcm("111111", "Cooper's ligament changes"),
                    dcm("111112", "Mass in the skin"),
                    dcm("111113", "Mass on the skin"))
            .map(CodedConcept::toString)
            .collect(Collectors.toUnmodifiableSet());

    private FindingCodes() {}

    static boolean isSingleImage(CodedConcept code) {
        return SINGLE_IMAGE.contains(code.toString());
    }

    static CodedConcept dcm(String value, String meaning) {
        return new CodedConcept(value, "DCM", meaning);
    }

    static CodedConcept sct(String value, String meaning) {
        return new CodedConcept(value, "SCT", meaning);
    }
}
