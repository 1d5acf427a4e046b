package org.mammoclip.dicom.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.dicom.Uid;

/** UIDs of the SOP classes a screening mammography exam and our answers to it consist of (PS3.4 annex B, PS3.6 annex A). */
public final class SopClass {
    private static final Map<Uid, String> TITLES = new LinkedHashMap<>();
    private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";

    public static final Uid VERIFICATION = register("1.2.840.10008.1.1", "Verification");
    public static final Uid STORAGE_COMMITMENT_PUSH_MODEL =
            register("1.2.840.10008.1.20.1", "Storage Commitment Push Model");

    public static final Uid STUDY_ROOT_QUERY_RETRIEVE_FIND =
            register("1.2.840.10008.5.1.4.1.2.2.1", "Study Root Query/Retrieve Information Model - FIND");
    public static final Uid STUDY_ROOT_QUERY_RETRIEVE_MOVE =
            register("1.2.840.10008.5.1.4.1.2.2.2", "Study Root Query/Retrieve Information Model - MOVE");
    public static final Uid STUDY_ROOT_QUERY_RETRIEVE_GET =
            register("1.2.840.10008.5.1.4.1.2.2.3", "Study Root Query/Retrieve Information Model - GET");

    public static final Uid COMPUTED_RADIOGRAPHY_IMAGE = register(STORAGE + "1", "Computed Radiography Image Storage");
    public static final Uid DIGITAL_X_RAY_IMAGE_FOR_PRESENTATION =
            register(STORAGE + "1.1", "Digital X-Ray Image Storage - For Presentation");
    public static final Uid DIGITAL_X_RAY_IMAGE_FOR_PROCESSING =
            register(STORAGE + "1.1.1", "Digital X-Ray Image Storage - For Processing");
    public static final Uid DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PRESENTATION =
            register(STORAGE + "1.2", "Digital Mammography X-Ray Image Storage - For Presentation");
    public static final Uid DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PROCESSING =
            register(STORAGE + "1.2.1", "Digital Mammography X-Ray Image Storage - For Processing");
    public static final Uid BREAST_TOMOSYNTHESIS_IMAGE =
            register(STORAGE + "13.1.3", "Breast Tomosynthesis Image Storage");
    public static final Uid BREAST_PROJECTION_X_RAY_IMAGE_FOR_PRESENTATION =
            register(STORAGE + "13.1.4", "Breast Projection X-Ray Image Storage - For Presentation");
    public static final Uid BREAST_PROJECTION_X_RAY_IMAGE_FOR_PROCESSING =
            register(STORAGE + "13.1.5", "Breast Projection X-Ray Image Storage - For Processing");

    public static final Uid SECONDARY_CAPTURE_IMAGE = register(STORAGE + "7", "Secondary Capture Image Storage");
    public static final Uid MULTI_FRAME_SINGLE_BIT_SECONDARY_CAPTURE_IMAGE =
            register(STORAGE + "7.1", "Multi-frame Single Bit Secondary Capture Image Storage");
    public static final Uid MULTI_FRAME_GRAYSCALE_BYTE_SECONDARY_CAPTURE_IMAGE =
            register(STORAGE + "7.2", "Multi-frame Grayscale Byte Secondary Capture Image Storage");
    public static final Uid MULTI_FRAME_GRAYSCALE_WORD_SECONDARY_CAPTURE_IMAGE =
            register(STORAGE + "7.3", "Multi-frame Grayscale Word Secondary Capture Image Storage");
    public static final Uid MULTI_FRAME_TRUE_COLOR_SECONDARY_CAPTURE_IMAGE =
            register(STORAGE + "7.4", "Multi-frame True Color Secondary Capture Image Storage");

    public static final Uid GRAYSCALE_SOFTCOPY_PRESENTATION_STATE =
            register(STORAGE + "11.1", "Grayscale Softcopy Presentation State Storage");

    public static final Uid BASIC_TEXT_SR = register(STORAGE + "88.11", "Basic Text SR Storage");
    public static final Uid ENHANCED_SR = register(STORAGE + "88.22", "Enhanced SR Storage");
    public static final Uid COMPREHENSIVE_SR = register(STORAGE + "88.33", "Comprehensive SR Storage");
    public static final Uid COMPREHENSIVE_3D_SR = register(STORAGE + "88.34", "Comprehensive 3D SR Storage");
    public static final Uid MAMMOGRAPHY_CAD_SR = register(STORAGE + "88.50", "Mammography CAD SR Storage");
    public static final Uid KEY_OBJECT_SELECTION_DOCUMENT =
            register(STORAGE + "88.59", "Key Object Selection Document Storage");
    public static final Uid X_RAY_RADIATION_DOSE_SR = register(STORAGE + "88.67", "X-Ray Radiation Dose SR Storage");

    private SopClass() {}

    private static Uid register(String value, String title) {
        Uid uid = Uid.of(value);
        TITLES.put(uid, title);
        return uid;
    }

    /** The name in PS3.6 table A-1 of a SOP class listed here. */
    public static Optional<String> title(Uid uid) {
        return Optional.ofNullable(TITLES.get(uid));
    }
}
