package org.mammoclip.worker;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.dicom.pixel.FrameDecoder;

/**
 * What the listener accepts: mammograms, and everything else that appears in breast studies, because some senders give up
 * a whole study when one class is refused. A transfer syntax whose pixels cannot be decoded is not accepted, so that the
 * sender transcodes.
 */
final class StorageContexts {
    private StorageContexts() {}

    static Map<Uid, Set<Uid>> accepted() {
        Set<Uid> syntaxes = FrameDecoder.decodable().stream()
                .filter(syntax -> syntax != TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)
                .map(TransferSyntax::uid)
                .collect(Collectors.toUnmodifiableSet());
        return Stream.of(
                        SopClass.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PRESENTATION,
                        SopClass.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PROCESSING,
                        SopClass.BREAST_TOMOSYNTHESIS_IMAGE,
                        SopClass.BREAST_PROJECTION_X_RAY_IMAGE_FOR_PRESENTATION,
                        SopClass.BREAST_PROJECTION_X_RAY_IMAGE_FOR_PROCESSING,
                        SopClass.COMPUTED_RADIOGRAPHY_IMAGE,
                        SopClass.SECONDARY_CAPTURE_IMAGE,
                        SopClass.MULTI_FRAME_SINGLE_BIT_SECONDARY_CAPTURE_IMAGE,
                        SopClass.MULTI_FRAME_GRAYSCALE_BYTE_SECONDARY_CAPTURE_IMAGE,
                        SopClass.MULTI_FRAME_GRAYSCALE_WORD_SECONDARY_CAPTURE_IMAGE,
                        SopClass.MULTI_FRAME_TRUE_COLOR_SECONDARY_CAPTURE_IMAGE,
                        SopClass.GRAYSCALE_SOFTCOPY_PRESENTATION_STATE,
                        SopClass.BASIC_TEXT_SR,
                        SopClass.ENHANCED_SR,
                        SopClass.COMPREHENSIVE_SR,
                        SopClass.COMPREHENSIVE_3D_SR,
                        SopClass.MAMMOGRAPHY_CAD_SR,
                        SopClass.KEY_OBJECT_SELECTION_DOCUMENT,
                        SopClass.X_RAY_RADIATION_DOSE_SR)
                .collect(Collectors.toUnmodifiableMap(Function.identity(), sopClass -> syntaxes));
    }
}
