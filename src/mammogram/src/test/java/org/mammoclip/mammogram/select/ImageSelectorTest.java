package org.mammoclip.mammogram.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.mammoclip.mammogram.Exams.code;
import static org.mammoclip.mammogram.Exams.header;
import static org.mammoclip.mammogram.Exams.image;
import static org.mammoclip.mammogram.Exams.view;
import static org.mammoclip.mammogram.Exams.withModifiers;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.mammogram.DecisionCode;
import org.mammoclip.mammogram.InstanceHeader;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.ReportingDevice;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.View;

class ImageSelectorTest {
    private static final Slot LCC = new Slot(Laterality.LEFT, View.CC);
    private static final SelectionRules STRICT = SelectionRules.DEFAULT;
    private static final SelectionRules LENIENT = new SelectionRules(
            true,
            true,
            SelectionRules.Raw.ALLOW,
            SelectionRules.Synthetic2d.EXCLUDE,
            true,
            false,
            STRICT.qualityControlPatient(),
            8);

    private static Arguments row(String what, DecisionCode code, UnaryOperator<DataSet.Builder> change) {
        return arguments(what, code, change);
    }

    /** A row is reached although the rows before it could be, too: each change leaves the earlier conditions unmet. */
    static Stream<Arguments> rows() {
        return Stream.of(
                row("standard view", DecisionCode.STD_VIEW, b -> b),
                row(
                        "our manufacturer and model",
                        DecisionCode.IGNORE_OWN,
                        b -> b.text(Tag.Manufacturer, ReportingDevice.MANUFACTURER)
                                .text(Tag.ManufacturerModelName, ReportingDevice.MODEL_NAME)),
                row(
                        "ours as processing equipment",
                        DecisionCode.IGNORE_OWN,
                        b -> b.text(Tag.Modality, "OT")
                                .sequence(Tag.ContributingEquipmentSequence, contributor("109102"))),
                row(
                        "ours in another role",
                        DecisionCode.STD_VIEW,
                        b -> b.sequence(Tag.ContributingEquipmentSequence, contributor("109101"))),
                row(
                        "structured report",
                        DecisionCode.IGNORE_DERIVED,
                        b -> b.uid(Tag.SOPClassUID, SopClass.MAMMOGRAPHY_CAD_SR)),
                row(
                        "a report class newer than us",
                        DecisionCode.IGNORE_DERIVED,
                        b -> b.uid(Tag.SOPClassUID, Uid.of("1.2.840.10008.5.1.4.1.1.88.999"))),
                row(
                        "presentation state",
                        DecisionCode.IGNORE_DERIVED,
                        b -> b.uid(Tag.SOPClassUID, SopClass.GRAYSCALE_SOFTCOPY_PRESENTATION_STATE)),
                row(
                        "encapsulated PDF",
                        DecisionCode.IGNORE_DERIVED,
                        b -> b.uid(Tag.SOPClassUID, Uid.of("1.2.840.10008.5.1.4.1.1.104.1"))),
                row(
                        "screen shot",
                        DecisionCode.IGNORE_DERIVED,
                        b -> b.uid(Tag.SOPClassUID, SopClass.SECONDARY_CAPTURE_IMAGE)
                                .text(Tag.Modality, "OT")),
                row("ultrasound", DecisionCode.EXCLUDE_MODALITY, b -> b.text(Tag.Modality, "US")),
                row("no modality", DecisionCode.EXCLUDE_MODALITY, b -> b.remove(Tag.Modality)),
                row(
                        "MG in an MR class",
                        DecisionCode.EXCLUDE_MODALITY,
                        b -> b.uid(Tag.SOPClassUID, Uid.of("1.2.840.10008.5.1.4.1.1.4"))),
                row(
                        "digitised film",
                        DecisionCode.EXCLUDE_SC,
                        b -> b.uid(Tag.SOPClassUID, SopClass.SECONDARY_CAPTURE_IMAGE)),
                row(
                        "image type secondary",
                        DecisionCode.EXCLUDE_SC,
                        b -> b.text(Tag.ImageType, "DERIVED", "SECONDARY", "")),
                row("quality control", DecisionCode.EXCLUDE_QC, b -> b.text(Tag.QualityControlImage, "YES")),
                row("phantom by body part", DecisionCode.EXCLUDE_QC, b -> b.text(Tag.BodyPartExamined, "PHANTOM")),
                row("phantom by name", DecisionCode.EXCLUDE_QC, b -> b.text(Tag.PatientName, "ACR^Phantom")),
                row("a patient called Qc", DecisionCode.STD_VIEW, b -> b.text(Tag.PatientID, "QC-17")),
                row(
                        "specimen",
                        DecisionCode.EXCLUDE_SPECIMEN,
                        b -> b.remove(Tag.ImageLaterality)
                                .sequence(Tag.ViewCodeSequence, code("127457009", "SCT", "specimen"))),
                row(
                        "tomosynthesis class",
                        DecisionCode.TOMO_VOLUME,
                        b -> b.uid(Tag.SOPClassUID, SopClass.BREAST_TOMOSYNTHESIS_IMAGE)),
                row(
                        "projections",
                        DecisionCode.TOMO_VOLUME,
                        b -> b.uid(Tag.SOPClassUID, SopClass.BREAST_PROJECTION_X_RAY_IMAGE_FOR_PRESENTATION)),
                row("two frames", DecisionCode.TOMO_VOLUME, b -> b.integers(Tag.NumberOfFrames, 2)),
                row("one frame", DecisionCode.STD_VIEW, b -> b.integers(Tag.NumberOfFrames, 1)),
                row(
                        "image type tomosynthesis",
                        DecisionCode.TOMO_VOLUME,
                        b -> b.text(Tag.ImageType, "ORIGINAL", "PRIMARY", "TOMOSYNTHESIS")),
                row(
                        "image type synthetic",
                        DecisionCode.SYNTH_2D,
                        b -> b.text(Tag.ImageType, "DERIVED", "PRIMARY", "TOMO_2D")),
                row("synthetic by series", DecisionCode.SYNTH_2D, b -> b.text(Tag.SeriesDescription, "L CC C-View")),
                row(
                        "raw class",
                        DecisionCode.RAW,
                        b -> b.uid(Tag.SOPClassUID, SopClass.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PROCESSING)),
                row("raw by intent", DecisionCode.RAW, b -> b.text(Tag.PresentationIntentType, "FOR PROCESSING")),
                row("no side", DecisionCode.REJECT_SIDE, b -> b.remove(Tag.ImageLaterality)),
                row("both breasts", DecisionCode.REJECT_SIDE, b -> b.text(Tag.ImageLaterality, "B")),
                row("non-standard bilateral", DecisionCode.REJECT_SIDE, b -> b.text(Tag.ImageLaterality, "BILATERAL")),
                row("two sides stated", DecisionCode.REVIEW, b -> b.text(Tag.Laterality, "R")),
                row(
                        "side of the series",
                        DecisionCode.STD_VIEW,
                        b -> b.remove(Tag.ImageLaterality).text(Tag.Laterality, " l ")),
                row(
                        "spot compression",
                        DecisionCode.EXCLUDE_SPOT_MAG,
                        b -> b.sequence(
                                Tag.ViewCodeSequence, withModifiers(view(View.CC), code("399055006", "SCT", "Spot")))),
                row(
                        "magnification, retired code",
                        DecisionCode.EXCLUDE_SPOT_MAG,
                        b -> b.sequence(
                                Tag.ViewCodeSequence,
                                withModifiers(view(View.CC), code("R-102D6", "SRT", "Magnification")))),
                row(
                        "magnification factor",
                        DecisionCode.EXCLUDE_SPOT_MAG,
                        b -> b.decimals(Tag.EstimatedRadiographicMagnificationFactor, 1.21)),
                row(
                        "magnification factor of a contact view",
                        DecisionCode.STD_VIEW,
                        b -> b.decimals(Tag.EstimatedRadiographicMagnificationFactor, 1.2)),
                row(
                        "true lateral",
                        DecisionCode.EXCLUDE_OTHER_VIEW,
                        b -> b.sequence(Tag.ViewCodeSequence, code("399260004", "SCT", "medio-lateral"))),
                row(
                        "unknown view code",
                        DecisionCode.EXCLUDE_OTHER_VIEW,
                        b -> b.sequence(Tag.ViewCodeSequence, code("123", "99VENDOR", "cranio-caudal"))),
                row(
                        "no view",
                        DecisionCode.EXCLUDE_OTHER_VIEW,
                        b -> b.remove(Tag.ViewCodeSequence).remove(Tag.ViewPosition)),
                row(
                        "rolled",
                        DecisionCode.EXCLUDE_OTHER_VIEW,
                        b -> b.sequence(
                                Tag.ViewCodeSequence,
                                withModifiers(view(View.CC), code("399197002", "SCT", "Rolled lateral")))),
                row(
                        "unknown modifier",
                        DecisionCode.EXCLUDE_OTHER_VIEW,
                        b -> b.sequence(
                                Tag.ViewCodeSequence, withModifiers(view(View.CC), code("1", "99VENDOR", "?")))),
                row("implant in view", DecisionCode.IMPLANT_FULL, b -> b.text(Tag.BreastImplantPresent, "YES")),
                row(
                        "implant displaced",
                        DecisionCode.STD_VIEW,
                        b -> b.text(Tag.BreastImplantPresent, "YES")
                                .sequence(
                                        Tag.ViewCodeSequence,
                                        withModifiers(view(View.CC), code("399209000", "SCT", "ID")))),
                row("tile", DecisionCode.PARTIAL, b -> b.text(Tag.PartialView, "YES")),
                row(
                        "nipple in profile",
                        DecisionCode.STD_VIEW,
                        b -> b.sequence(
                                Tag.ViewCodeSequence, withModifiers(view(View.CC), code("442581004", "SCT", "NP")))));
    }

    private static DataSet contributor(String purpose) {
        return DataSet.builder()
                .text(Tag.Manufacturer, ReportingDevice.MANUFACTURER)
                .text(Tag.ManufacturerModelName, ReportingDevice.MODEL_NAME)
                .sequence(Tag.PurposeOfReferenceCodeSequence, code(purpose, "DCM", "purpose"))
                .build();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rows")
    void decidesByTheTable(String what, DecisionCode code, UnaryOperator<DataSet.Builder> change) {
        InstanceDecision decision = decide(change, STRICT);

        assertThat(decision.code()).as(what + ", " + decision.reason()).isEqualTo(code);
        assertThat(decision.reason()).isNotBlank().doesNotContain("ID 0001", "Müller");
        if (code == DecisionCode.STD_VIEW || code == DecisionCode.PARTIAL || code == DecisionCode.IMPLANT_FULL) {
            assertThat(decision.slot()).contains(LCC);
        }
    }

    private static InstanceDecision decide(UnaryOperator<DataSet.Builder> change, SelectionRules rules) {
        return ImageSelector.decide(
                header(change.apply(image(LCC, "x").toBuilder()).build()), rules);
    }

    @Test
    void prefersTheEarlierRowWhenTwoMatch() {
        InstanceDecision decision = decide(
                b -> b.text(Tag.QualityControlImage, "YES")
                        .text(Tag.ImageLaterality, "B")
                        .text(Tag.PartialView, "YES"),
                STRICT);

        assertThat(decision.code()).isEqualTo(DecisionCode.EXCLUDE_QC);
    }

    @ParameterizedTest
    @CsvSource({
        "SCT, 399162004, CC", "SRT, R-10242, CC", "SNM3, R-10242, CC", "99SDM, R-10242, CC",
        "SCT, 399368009, MLO", "SRT, R-10226, MLO", "SCT, 399260004, ML", "SRT, R-10224, ML",
        "SCT, 399352003, LM", "SCT, 399099002, LMO", "SCT, 399196006, FB", "SCT, 399188001, SIO",
        "SCT, 441555000, ISO", "SCT, 399192008, XCCL", "SRT, Y-X1770, XCCL", "SNM3, R-1024B, XCCM"
    })
    void readsViewsBySchemeAndValue(String scheme, String value, String view) {
        InstanceDecision decision = decide(
                b -> b.remove(Tag.ViewPosition)
                        .sequence(Tag.ViewCodeSequence, code(value, scheme, "a misleading meaning")),
                STRICT);

        assertThat(decision.view()).contains(view);
        assertThat(decision.viewSource()).isEqualTo(ViewSource.CODE);
    }

    @ParameterizedTest
    @CsvSource({"SCT, R-10242", "SRT, 399162004", "DCM, 399162004"})
    void doesNotMixSchemeFamilies(String scheme, String value) {
        InstanceDecision decision =
                decide(b -> b.sequence(Tag.ViewCodeSequence, code(value, scheme, "cranio-caudal")), STRICT);

        assertThat(decision.code()).isEqualTo(DecisionCode.EXCLUDE_OTHER_VIEW);
    }

    @Test
    void fallsBackToViewPositionWhenThereIsNoCode() {
        InstanceDecision decision = decide(b -> b.remove(Tag.ViewCodeSequence), STRICT);

        assertThat(decision.slot()).contains(LCC);
        assertThat(decision.viewSource()).isEqualTo(ViewSource.POSITION);
    }

    @Test
    void letsTheCodeWinOverViewPositionAndWarns() {
        InstanceDecision decision = decide(b -> b.text(Tag.ViewPosition, "MLO"), STRICT);

        assertThat(decision.slot()).contains(LCC);
        assertThat(decision.warnings()).singleElement().asString().contains("View Position");
    }

    @ParameterizedTest
    @ValueSource(strings = {"L CC", "LCC", "Left CC", "SCREENING-LCC"})
    void readsDescriptionsInLenientModeOnly(String description) {
        UnaryOperator<DataSet.Builder> change = b -> b.remove(Tag.ImageLaterality)
                .remove(Tag.ViewCodeSequence)
                .remove(Tag.ViewPosition)
                .text(Tag.SeriesDescription, description);

        assertThat(decide(change, STRICT).code()).isEqualTo(DecisionCode.REJECT_SIDE);
        InstanceDecision lenient = decide(change, LENIENT);
        assertThat(lenient.slot()).contains(LCC);
        assertThat(lenient.viewSource()).isEqualTo(ViewSource.TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LM", "LMO", "L and R CC", "ROUTINE", "LATERAL", "REPEAT CC"})
    void doesNotGuessASideFromDescriptions(String description) {
        InstanceDecision decision =
                decide(b -> b.remove(Tag.ImageLaterality).text(Tag.SeriesDescription, description), LENIENT);

        assertThat(decision.code()).isEqualTo(DecisionCode.REJECT_SIDE);
    }

    @Test
    void keepsAnImageForReviewWhenFrameAnatomyDisagrees() {
        DataSet frame = DataSet.builder()
                .sequence(
                        Tag.FrameAnatomySequence,
                        DataSet.builder().text(Tag.FrameLaterality, "R").build())
                .build();

        assertThat(decide(b -> b.sequence(Tag.SharedFunctionalGroupsSequence, frame), STRICT)
                        .code())
                .isEqualTo(DecisionCode.REVIEW);
    }

    @Test
    void takesLatteroMedialObliqueForMloOnlyWhenTold() {
        UnaryOperator<DataSet.Builder> change =
                b -> b.sequence(Tag.ViewCodeSequence, code("399099002", "SCT", "latero-medial oblique"));

        assertThat(decide(change, STRICT).code()).isEqualTo(DecisionCode.EXCLUDE_OTHER_VIEW);
        assertThat(decide(change, LENIENT).slot()).contains(new Slot(Laterality.LEFT, View.MLO));
    }

    @Test
    void ranksFallbacksBehindRegularViews() {
        assertThat(decide(b -> b.text(Tag.ImageType, "DERIVED", "PRIMARY", "TOMO_2D"), STRICT)
                        .preference())
                .isEqualTo(Preference.SYNTHETIC);
        InstanceDecision raw = decide(b -> b.text(Tag.PresentationIntentType, "FOR PROCESSING"), LENIENT);
        assertThat(raw.code()).isEqualTo(DecisionCode.STD_VIEW);
        assertThat(raw.preference()).isEqualTo(Preference.RAW);
        assertThat(decide(
                                b -> b.sequence(
                                        Tag.ViewCodeSequence,
                                        withModifiers(view(View.CC), code("441752004", "SCT", "AC"))),
                                STRICT)
                        .preference())
                .isEqualTo(Preference.SECOND_CHOICE);
    }

    @Test
    void neverScoresASyntheticSpotView() {
        InstanceDecision decision = decide(
                b -> b.text(Tag.ImageType, "DERIVED", "PRIMARY", "TOMO_2D")
                        .decimals(Tag.EstimatedRadiographicMagnificationFactor, 1.8),
                STRICT);

        assertThat(decision.code()).isEqualTo(DecisionCode.SYNTH_2D);
        assertThat(decision.isCandidate()).isFalse();
    }

    @Test
    void readsTheSameFromTheReducedHeader() {
        DataSet full =
                image(LCC, "x").toBuilder().text(Tag.OperatorsName, "not kept").build();
        DataSet reduced = header(full).attributes();

        assertThat(reduced.contains(Tag.OperatorsName)).isFalse();
        assertThat(header(reduced)).isEqualTo(header(full));
        assertThat(ImageSelector.decide(header(reduced), STRICT)).isEqualTo(ImageSelector.decide(header(full), STRICT));
    }

    @Test
    void hasNoHeaderWithoutUids() {
        DataSet image = image(LCC, "x");

        assertThat(InstanceHeader.of(
                        image.toBuilder().remove(Tag.SeriesInstanceUID).build()))
                .isEqualTo(Optional.empty());
        assertThat(InstanceHeader.of(
                        image.toBuilder().text(Tag.SOPInstanceUID, "../1").build()))
                .isEqualTo(Optional.empty());
    }
}
