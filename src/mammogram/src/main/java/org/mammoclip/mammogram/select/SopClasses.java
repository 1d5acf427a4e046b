package org.mammoclip.mammogram.select;

import java.util.Set;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.SopClass;

/** The storage SOP classes that selection tells apart (PS3.4 B.5). */
final class SopClasses {
    static final Set<Uid> FOR_PROCESSING = Set.of(
            SopClass.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PROCESSING,
            SopClass.DIGITAL_X_RAY_IMAGE_FOR_PROCESSING,
            SopClass.BREAST_PROJECTION_X_RAY_IMAGE_FOR_PROCESSING);

    static final Set<Uid> TOMOSYNTHESIS = Set.of(
            SopClass.BREAST_TOMOSYNTHESIS_IMAGE,
            SopClass.BREAST_PROJECTION_X_RAY_IMAGE_FOR_PRESENTATION,
            SopClass.BREAST_PROJECTION_X_RAY_IMAGE_FOR_PROCESSING);

    static final Set<Uid> SECONDARY_CAPTURE = Set.of(
            SopClass.SECONDARY_CAPTURE_IMAGE,
            SopClass.MULTI_FRAME_SINGLE_BIT_SECONDARY_CAPTURE_IMAGE,
            SopClass.MULTI_FRAME_GRAYSCALE_BYTE_SECONDARY_CAPTURE_IMAGE,
            SopClass.MULTI_FRAME_GRAYSCALE_WORD_SECONDARY_CAPTURE_IMAGE,
            SopClass.MULTI_FRAME_TRUE_COLOR_SECONDARY_CAPTURE_IMAGE);

    /** Where 2D mammograms are found; old units stored them as CR or DX. */
    private static final Set<Uid> PROJECTION = Set.of(
            SopClass.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PRESENTATION,
            SopClass.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PROCESSING,
            SopClass.COMPUTED_RADIOGRAPHY_IMAGE,
            SopClass.DIGITAL_X_RAY_IMAGE_FOR_PRESENTATION,
            SopClass.DIGITAL_X_RAY_IMAGE_FOR_PROCESSING);

    private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";

    private SopClasses() {}

    /**
     * By branch of the storage SOP classes, so that classes newer than this software count too: structured reports and
     * key objects (88), presentation states (11), encapsulated documents (104), segmentations (66), real world value
     * and parametric maps (67, 30).
     */
    static boolean isDerivedObject(Uid sopClass) {
        String uid = sopClass.value();
        return Set.of("88", "11", "104", "66", "67", "30").stream()
                .map(STORAGE::concat)
                .anyMatch(branch -> uid.equals(branch) || uid.startsWith(branch + "."));
    }

    static boolean mayBeMammogram(Uid sopClass) {
        return PROJECTION.contains(sopClass)
                || TOMOSYNTHESIS.contains(sopClass)
                || SECONDARY_CAPTURE.contains(sopClass);
    }
}
