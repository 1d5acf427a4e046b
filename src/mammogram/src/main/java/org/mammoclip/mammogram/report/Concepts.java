package org.mammoclip.mammogram.report;

import org.mammoclip.dicom.sr.CodedConcept;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.View;

/** The coded concepts that both reports use (PS3.16 Annex D and the context groups named), in one family: SNOMED CT. */
final class Concepts {
    static final CodedConcept LANGUAGE = dcm("121049", "Language of Content Item and Descendants");
    static final CodedConcept ENGLISH = new CodedConcept("en-US", "RFC5646", "English (United States)");

    static final CodedConcept IMAGE_LIBRARY = dcm("111028", "Image Library");
    static final CodedConcept IMAGE_LATERALITY = dcm("111027", "Image Laterality");
    static final CodedConcept IMAGE_VIEW = dcm("111031", "Image View");
    static final CodedConcept PATIENT_ORIENTATION_ROW = dcm("111044", "Patient Orientation Row");
    static final CodedConcept PATIENT_ORIENTATION_COLUMN = dcm("111043", "Patient Orientation Column");
    static final CodedConcept STUDY_DATE = dcm("111060", "Study Date");
    static final CodedConcept STUDY_TIME = dcm("111061", "Study Time");
    static final CodedConcept CONTENT_DATE = dcm("111018", "Content Date");
    static final CodedConcept CONTENT_TIME = dcm("111019", "Content Time");
    static final CodedConcept HORIZONTAL_PIXEL_SPACING = dcm("111026", "Horizontal Pixel Spacing");
    static final CodedConcept VERTICAL_PIXEL_SPACING = dcm("111066", "Vertical Pixel Spacing");
    static final CodedConcept MODALITY = dcm("121139", "Modality");
    static final CodedConcept MAMMOGRAPHY = new CodedConcept("MG", "DCM", "Mammography");
    static final CodedConcept TARGET_REGION = dcm("123014", "Target Region");

    static final CodedConcept ALGORITHM_NAME = dcm("111001", "Algorithm Name");
    static final CodedConcept ALGORITHM_PARAMETERS = dcm("111002", "Algorithm Parameters");
    static final CodedConcept ALGORITHM_VERSION = dcm("111003", "Algorithm Version");

    static final CodedConcept TRACKING_IDENTIFIER = dcm("112039", "Tracking Identifier");
    static final CodedConcept TRACKING_UNIQUE_IDENTIFIER = dcm("112040", "Tracking Unique Identifier");
    static final CodedConcept CERTAINTY_OF_FINDING = dcm("111012", "Certainty of Finding");

    static final CodedConcept BREAST = sct("76752008", "Breast");
    static final CodedConcept FINDING_SITE = sct("363698007", "Finding Site");
    static final CodedConcept LATERALITY = sct("272741003", "Laterality");

    static final CodedConcept PERCENT = new CodedConcept("%", "UCUM", "Percent");
    static final CodedConcept MILLIMETER = new CodedConcept("mm", "UCUM", "millimeter");
    static final CodedConcept NO_UNITS = new CodedConcept("1", "UCUM", "no units");

    private Concepts() {}

    static CodedConcept dcm(String value, String meaning) {
        return new CodedConcept(value, "DCM", meaning);
    }

    static CodedConcept sct(String value, String meaning) {
        return new CodedConcept(value, "SCT", meaning);
    }

    /** CID 6022, as Mammography CAD names sides. */
    static CodedConcept breast(Laterality laterality) {
        return switch (laterality) {
            case LEFT -> sct("80248007", "Left breast");
            case RIGHT -> sct("73056007", "Right breast");
        };
    }

    /** CID 244. */
    static CodedConcept side(Laterality laterality) {
        return switch (laterality) {
            case LEFT -> sct("7771000", "Left");
            case RIGHT -> sct("24028007", "Right");
        };
    }

    /** CID 4014. */
    static CodedConcept view(View view) {
        return switch (view) {
            case CC -> sct("399162004", "cranio-caudal");
            case MLO -> sct("399368009", "medio-lateral oblique");
        };
    }
}
