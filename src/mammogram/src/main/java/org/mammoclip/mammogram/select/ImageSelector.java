package org.mammoclip.mammogram.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammogram.DecisionCode;
import org.mammoclip.mammogram.InstanceHeader;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.ReportingDevice;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.View;

/**
 * The decision table for one instance: rows in order, the first that matches decides.
 *
 * <pre>
 *  1 our own output                                     IGNORE_OWN
 *  5 SR, KO, PR, document, SC of another modality       IGNORE_DERIVED
 *  6 not Modality MG, or a class without mammograms     EXCLUDE_MODALITY
 *  7 Secondary Capture, Image Type value 2 SECONDARY    EXCLUDE_SC
 *  8 phantom or quality control                         EXCLUDE_QC
 *  9 specimen                                           EXCLUDE_SPECIMEN
 * 10 tomosynthesis, projections, several frames         TOMO_VOLUME
 * 11 synthetic 2D                                       SYNTH_2D
 * 12 For Processing                                     RAW
 * 13 side unresolved or both; stated differently        REJECT_SIDE; REVIEW
 * 14 spot compression or magnification                  EXCLUDE_SPOT_MAG
 * 15 not CC or MLO, or a modifier that excludes         EXCLUDE_OTHER_VIEW
 * 16 implant in view                                    IMPLANT_FULL
 * 17 tile of a large breast                             PARTIAL
 * 18 else                                               STD_VIEW
 * </pre>
 *
 * Rows 2 and 3 (duplicate and conflicting instances) are the ledger's, row 4 (rejection notes) is a fact of the study:
 * {@link Completeness}. A Secondary Capture whose Modality is not MG is a derived object (row 5).
 */
public final class ImageSelector {
    private static final double LARGEST_CONTACT_MAGNIFICATION = 1.2;
    private static final Set<String> DERIVED_MODALITIES = Set.of("SR", "KO", "PR", "DOC", "SEG");
    private static final Set<String> TOMOSYNTHESIS_TYPES = Set.of("TOMO", "TOMOSYNTHESIS", "TOMO_PROJ");
    private static final Set<String> SYNTHETIC_TYPES = Set.of("TOMO_2D", "GENERATED_2D");
    private static final Pattern SYNTHETIC_SERIES =
            Pattern.compile("(?i)\\b(C-View|S-View|Intelligent 2D|Insight 2D)\\b");

    private final Uid sopClass;
    private final DataSet image;
    private final SelectionRules rules;
    private final Side side;
    private final ResolvedView view;
    private final List<String> warnings;

    private ImageSelector(InstanceHeader header, SelectionRules rules) {
        this.sopClass = header.reference().sopClassUid();
        this.image = header.attributes();
        this.rules = rules;
        this.side = Side.of(image, rules.lenientText());
        this.view = ResolvedView.of(image, rules.lenientText());
        this.warnings = new ArrayList<>(view.warnings());
        if (is(Tag.BurnedInAnnotation, "YES")) {
            warnings.add("burned in annotation");
        }
    }

    /** Decides about one instance; the same header and rules always give the same decision. */
    public static InstanceDecision decide(InstanceHeader header, SelectionRules rules) {
        return new ImageSelector(header, rules).decide();
    }

    private InstanceDecision decide() {
        if (isOwnOutput()) {
            return decision(DecisionCode.IGNORE_OWN, "made by this product");
        }
        String modality = image.string(Tag.Modality).orElse("");
        boolean secondaryCapture = SopClasses.SECONDARY_CAPTURE.contains(sopClass);
        if (SopClasses.isDerivedObject(sopClass)
                || DERIVED_MODALITIES.contains(modality)
                || (secondaryCapture && !modality.equals("MG"))) {
            return decision(DecisionCode.IGNORE_DERIVED, "derived object, not an acquired image");
        }
        if (!modality.equals("MG")) {
            return decision(DecisionCode.EXCLUDE_MODALITY, "Modality is not MG");
        }
        if (!SopClasses.mayBeMammogram(sopClass)) {
            return decision(DecisionCode.EXCLUDE_MODALITY, "SOP class holds no mammograms");
        }
        if (!rules.legacyFilm()
                && (secondaryCapture || imageTypes().skip(1).limit(1).anyMatch("SECONDARY"::equals))) {
            return decision(DecisionCode.EXCLUDE_SC, "secondary capture");
        }
        if (isQualityControl()) {
            return decision(DecisionCode.EXCLUDE_QC, "quality control or phantom image");
        }
        if (view.view().equals(Optional.of(ViewCode.SPECIMEN))) {
            return decision(DecisionCode.EXCLUDE_SPECIMEN, "tissue specimen");
        }
        if (isTomosynthesis()) {
            return decision(DecisionCode.TOMO_VOLUME, "tomosynthesis or several frames");
        }
        InstanceDecision position = decidePosition();
        if (isSynthetic()) {
            return asFallback(position, DecisionCode.SYNTH_2D, Preference.SYNTHETIC, "synthetic 2D image");
        }
        if (isForProcessing()) {
            return rules.raw() == SelectionRules.Raw.ALLOW
                    ? asFallback(position, position.code(), Preference.RAW, position.reason() + ", For Processing")
                    : decision(DecisionCode.RAW, "For Processing");
        }
        return position;
    }

    /** Rows 13 to 18. */
    private InstanceDecision decidePosition() {
        if (side == Side.CONFLICT) {
            return decision(DecisionCode.REVIEW, "attributes disagree about the side");
        }
        if (side.laterality().isEmpty()) {
            return decision(DecisionCode.REJECT_SIDE, side == Side.BOTH ? "both breasts" : "side is not stated");
        }
        if (isSpotOrMagnification()) {
            return decision(DecisionCode.EXCLUDE_SPOT_MAG, "spot compression or magnification");
        }
        if (screeningView().isEmpty()) {
            return decision(
                    DecisionCode.EXCLUDE_OTHER_VIEW,
                    view.view()
                            .map(code -> "view " + code + " is not CC or MLO")
                            .orElse("view is not stated or unknown"));
        }
        if (view.unknownModifier()) {
            return decision(DecisionCode.EXCLUDE_OTHER_VIEW, "unknown view modifier");
        }
        if (view.has(ViewModifier.Effect.EXCLUDE)) {
            return decision(DecisionCode.EXCLUDE_OTHER_VIEW, "view modifier makes it no screening view");
        }
        if (is(Tag.BreastImplantPresent, "YES") && !view.modifiers().contains(ViewModifier.IMPLANT_DISPLACED)) {
            return decision(DecisionCode.IMPLANT_FULL, Preference.IMPLANT_FULL, "implant in view");
        }
        Preference preference =
                view.has(ViewModifier.Effect.SECOND_CHOICE) ? Preference.SECOND_CHOICE : Preference.REGULAR;
        return is(Tag.PartialView, "YES")
                ? decision(DecisionCode.PARTIAL, preference, "tile of a large breast")
                : decision(DecisionCode.STD_VIEW, preference, "standard screening view");
    }

    /** The decision about a kind of image that is used only where nothing better fills the slot. */
    private InstanceDecision asFallback(
            InstanceDecision position, DecisionCode code, Preference preference, String reason) {
        return position.isCandidate()
                ? decision(code, preference, reason)
                : new InstanceDecision(
                        code == DecisionCode.SYNTH_2D ? code : position.code(),
                        Optional.empty(),
                        position.view(),
                        position.viewSource(),
                        preference,
                        reason,
                        warnings);
    }

    private InstanceDecision decision(DecisionCode code, String reason) {
        return decision(code, Preference.REGULAR, reason);
    }

    private InstanceDecision decision(DecisionCode code, Preference preference, String reason) {
        Optional<Slot> slot = side.laterality().flatMap(this::slot);
        return new InstanceDecision(
                code, slot, view.view().map(ViewCode::name), view.source(), preference, reason, warnings);
    }

    private Optional<Slot> slot(Laterality laterality) {
        return screeningView().map(screening -> new Slot(laterality, screening));
    }

    private Optional<View> screeningView() {
        return view.view().flatMap(code -> switch (code) {
            case CC -> Optional.of(View.CC);
            case MLO -> Optional.of(View.MLO);
            case LMO -> rules.lmoAsMlo() ? Optional.of(View.MLO) : Optional.empty();
            default -> Optional.empty();
        });
    }

    /** Our name as the maker, or as Processing Equipment (109102, DCM) among the contributors. */
    private boolean isOwnOutput() {
        return isOurs(image)
                || image.items(Tag.ContributingEquipmentSequence).stream()
                        .filter(item -> item.items(Tag.PurposeOfReferenceCodeSequence).stream()
                                .anyMatch(code ->
                                        code.string(Tag.CodeValue).orElse("").equals("109102")))
                        .anyMatch(ImageSelector::isOurs);
    }

    private static boolean isOurs(DataSet equipment) {
        return equipment.string(Tag.Manufacturer).orElse("").equals(ReportingDevice.MANUFACTURER)
                && equipment.string(Tag.ManufacturerModelName).orElse("").equals(ReportingDevice.MODEL_NAME);
    }

    private boolean isQualityControl() {
        return is(Tag.QualityControlImage, "YES")
                || is(Tag.BodyPartExamined, "PHANTOM")
                || Stream.of(Tag.PatientID, Tag.PatientName)
                        .flatMap(tag -> image.strings(tag).stream())
                        .anyMatch(value ->
                                rules.qualityControlPatient().matcher(value).find());
    }

    private boolean isTomosynthesis() {
        return SopClasses.TOMOSYNTHESIS.contains(sopClass)
                || image.integer(Tag.NumberOfFrames).orElse(1) > 1
                || imageTypes().anyMatch(TOMOSYNTHESIS_TYPES::contains);
    }

    private boolean isSynthetic() {
        return imageTypes().anyMatch(SYNTHETIC_TYPES::contains)
                || SYNTHETIC_SERIES
                        .matcher(image.string(Tag.SeriesDescription).orElse(""))
                        .find();
    }

    private boolean isForProcessing() {
        return SopClasses.FOR_PROCESSING.contains(sopClass) || is(Tag.PresentationIntentType, "FOR PROCESSING");
    }

    private boolean isSpotOrMagnification() {
        String paddle = image.string(Tag.PaddleDescription).orElse("").toUpperCase(Locale.ROOT);
        return view.has(ViewModifier.Effect.SPOT_OR_MAGNIFICATION)
                || image.decimal(Tag.EstimatedRadiographicMagnificationFactor).orElse(1) > LARGEST_CONTACT_MAGNIFICATION
                || (rules.lenientText() && (paddle.contains("SPOT") || paddle.contains("MAG")));
    }

    private Stream<String> imageTypes() {
        return image.strings(Tag.ImageType).stream().map(type -> type.strip().toUpperCase(Locale.ROOT));
    }

    private boolean is(int tag, String value) {
        return image.string(tag).orElse("").equals(value);
    }
}
