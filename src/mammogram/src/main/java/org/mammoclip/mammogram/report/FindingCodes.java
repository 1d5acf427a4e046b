package org.mammoclip.mammogram.report;

import static org.mammoclip.mammogram.report.Concepts.dcm;
import static org.mammoclip.mammogram.report.Concepts.sct;

import org.mammoclip.dicom.sr.CodedConcept;
import org.mammoclip.mammogram.finding.Finding;

/**
 * The codes of findings. A mass is no legal single image finding (CID 6014): seen in one view it is a density. The
 * asymmetries have no code there at all: they are selected regions with a description.
 */
final class FindingCodes {
    static final CodedConcept SELECTED_REGION = dcm("111099", "Selected region");
    static final CodedConcept CALCIFICATION_CLUSTER = sct("129769006", "Calcification Cluster");
    private static final CodedConcept DENSITY = sct("129793001", "Mammography breast density");
    private static final CodedConcept DISTORTION = sct("129792006", "Architectural distortion of breast");
    private static final CodedConcept SKIN_THICKENING = sct("129797000", "Skin thickening of breast");
    private static final CodedConcept SKIN_RETRACTION = sct("129796009", "Skin retraction of breast");
    private static final CodedConcept AXILLARY_ADENOPATHY = sct("127189005", "Axillary adenopathy");
    private static final CodedConcept NIPPLE = sct("24142002", "Nipple");
    static final CodedConcept NIPPLE_RETRACTION = sct("31845005", "Nipple retraction");

    private FindingCodes() {}

    /** Single Image Finding and Detection Performed of the Mammography CAD SR (CID 6014). */
    static CodedConcept singleImage(Finding finding) {
        return switch (finding) {
            case MASS -> DENSITY;
            case SUSPICIOUS_CALCIFICATION -> CALCIFICATION_CLUSTER;
            case ARCHITECTURAL_DISTORTION -> DISTORTION;
            case FOCAL_ASYMMETRY, ASYMMETRY, GLOBAL_ASYMMETRY -> SELECTED_REGION;
            case SKIN_THICKENING -> SKIN_THICKENING;
            case SKIN_RETRACTION -> SKIN_RETRACTION;
            case NIPPLE_RETRACTION -> NIPPLE;
            case SUSPICIOUS_LYMPH_NODE -> AXILLARY_ADENOPATHY;
        };
    }

    /** Finding (121071, DCM) of a TID 1500 measurement group, which no context group restricts. */
    static CodedConcept measured(Finding finding) {
        return switch (finding) {
            case MASS -> sct("129788004", "Mammographic breast mass");
            case SUSPICIOUS_CALCIFICATION -> CALCIFICATION_CLUSTER;
            case ARCHITECTURAL_DISTORTION -> DISTORTION;
            case FOCAL_ASYMMETRY -> sct("129789007", "Focal asymmetric breast tissue");
            case ASYMMETRY, GLOBAL_ASYMMETRY -> sct("129790003", "Asymmetric breast tissue");
            case SKIN_THICKENING -> SKIN_THICKENING;
            case SKIN_RETRACTION -> SKIN_RETRACTION;
            case NIPPLE_RETRACTION -> NIPPLE_RETRACTION;
            case SUSPICIOUS_LYMPH_NODE -> AXILLARY_ADENOPATHY;
        };
    }
}
