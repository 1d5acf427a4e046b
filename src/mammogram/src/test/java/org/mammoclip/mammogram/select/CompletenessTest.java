package org.mammoclip.mammogram.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mammoclip.mammogram.Exams.START;
import static org.mammoclip.mammogram.Exams.code;
import static org.mammoclip.mammogram.Exams.fourViews;
import static org.mammoclip.mammogram.Exams.image;
import static org.mammoclip.mammogram.Exams.received;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.mammogram.DecisionCode;
import org.mammoclip.mammogram.Exams;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.LeftOut;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.View;

class CompletenessTest {
    private static final AssemblyTimes TIMES = AssemblyTimes.DEFAULT;
    private static final Slot LCC = new Slot(Laterality.LEFT, View.CC);
    private static final Slot LMLO = new Slot(Laterality.LEFT, View.MLO);
    private static final Slot RCC = new Slot(Laterality.RIGHT, View.CC);

    private static Assembly decide(List<DecidedInstance> instances, Duration after) {
        return Completeness.decide(instances, SelectionRules.DEFAULT, TIMES, START.plus(after));
    }

    private static Assembly decideNow(List<DecidedInstance> instances) {
        return Completeness.decideNow(instances, SelectionRules.DEFAULT);
    }

    private static List<DecidedInstance> with(List<DecidedInstance> instances, DecidedInstance... more) {
        List<DecidedInstance> all = new ArrayList<>(instances);
        all.addAll(List.of(more));
        return all;
    }

    private static DataSet change(DataSet image, UnaryOperator<DataSet.Builder> change) {
        return change.apply(image.toBuilder()).build();
    }

    @Test
    void waitsForTheGraceAfterTheLastViewThenIsComplete() {
        List<DecidedInstance> views = fourViews(image -> image);

        assertThat(decide(views, Duration.ofMillis(5_999))).isEqualTo(new Assembly.Waiting(START.plusSeconds(6)));
        assertThat(decide(views, Duration.ofSeconds(6)))
                .isInstanceOfSatisfying(
                        Assembly.Complete.class,
                        complete -> assertThat(
                                        complete.study().mammograms().stream().map(Mammogram::slot))
                                .containsExactlyElementsOf(Slot.ALL));
    }

    @Test
    void doesNotProlongACompleteExamForObjectsThatAreNoViews() {
        DecidedInstance doseReport =
                received(change(image(LCC, "dose"), b -> b.uid(Tag.SOPClassUID, SopClass.X_RAY_RADIATION_DOSE_SR)), 5);

        assertThat(decide(with(fourViews(image -> image), doseReport), Duration.ofSeconds(6)))
                .isInstanceOf(Assembly.Complete.class);
    }

    @Test
    void waitsAQuietPeriodForMissingViewsThenIsPartial() {
        List<DecidedInstance> three = fourViews(image -> image).subList(0, 3);

        assertThat(decide(three, Duration.ofSeconds(61))).isEqualTo(new Assembly.Waiting(START.plusSeconds(62)));
        assertThat(decide(three, Duration.ofSeconds(62))).isInstanceOfSatisfying(Assembly.Partial.class, partial -> {
            assertThat(partial.missing()).containsExactly(new Slot(Laterality.RIGHT, View.MLO));
            assertThat(partial.study().mammograms()).hasSize(3);
        });
    }

    @Test
    void anotherInstanceRestartsTheQuietPeriod() {
        List<DecidedInstance> three = fourViews(image -> image).subList(0, 3);
        DecidedInstance late = received(image(LCC, "second LCC"), 50);

        assertThat(decide(with(three, late), Duration.ofSeconds(62)))
                .isEqualTo(new Assembly.Waiting(START.plusSeconds(110)));
    }

    @Test
    void isIneligibleWhenNoSideHasBothViews() {
        List<DecidedInstance> views = fourViews(image -> image);

        assertThat(decideNow(List.of(views.get(0), views.get(2))))
                .isInstanceOfSatisfying(Assembly.Ineligible.class, no -> {
                    assertThat(no.reason()).isEqualTo(IneligibleReason.MISSING_VIEWS);
                    assertThat(no.leftOut()).hasSize(2);
                });
    }

    @Test
    void oneSideIsEnoughAfterMastectomy() {
        assertThat(decideNow(fourViews(image -> image).subList(0, 2))).isInstanceOf(Assembly.Partial.class);
    }

    @ParameterizedTest
    @CsvSource({
        "PatientID, ID 0002, Patient ID",
        "IssuerOfPatientID, OTHER, Issuer of Patient ID",
        "PatientName, Meier^Anna, Patient's Name",
        "PatientBirthDate, 19650102, Patient's Birth Date",
        "PatientSex, M, Patient's Sex",
        "AccessionNumber, ACC0002, Accession Number"
    })
    void refusesTwoPatientsInOneStudy(String keyword, String value, String attribute) throws Exception {
        int tag = Tag.class.getField(keyword).getInt(null);
        List<DecidedInstance> views = fourViews(image -> image);
        DecidedInstance other = received(change(image(RCC, "other"), b -> b.text(tag, value)), 4);

        assertThat(decideNow(with(views, other))).isInstanceOfSatisfying(Assembly.Ineligible.class, no -> {
            assertThat(no.reason()).isEqualTo(IneligibleReason.IDENTITY_CONFLICT);
            assertThat(no.detail()).contains(attribute).doesNotContain(value);
        });
    }

    @Test
    void forgivesDifferencesInTheSpellingOfTheSameName() {
        DecidedInstance upper = received(change(image(RCC, "u"), b -> b.text(Tag.PatientName, "MÜLLER^ÄNNE^^")), 4);
        DecidedInstance noBirthDate = received(change(image(RCC, "b"), b -> b.text(Tag.PatientBirthDate)), 4);

        assertThat(decideNow(with(fourViews(image -> image), upper, noBirthDate)))
                .isInstanceOf(Assembly.Complete.class);
    }

    @Test
    void skipsDiagnosticStudies() {
        List<DecidedInstance> views = fourViews(image -> image);
        DecidedInstance lateral = received(
                change(
                        image(LCC, "ml"),
                        b -> b.sequence(Tag.ViewCodeSequence, code("399260004", "SCT", "medio-lateral"))),
                9);
        DecidedInstance exaggerated = received(
                change(image(LCC, "xccl"), b -> b.sequence(Tag.ViewCodeSequence, code("399192008", "SCT", "XCCL"))), 9);
        DecidedInstance spot = received(
                change(image(LCC, "spot"), b -> b.decimals(Tag.EstimatedRadiographicMagnificationFactor, 1.8)), 9);

        assertThat(reason(decideNow(with(views, lateral)))).isEqualTo(IneligibleReason.DIAGNOSTIC);
        assertThat(reason(decideNow(with(views, spot)))).isEqualTo(IneligibleReason.DIAGNOSTIC);
        assertThat(reason(decideNow(fourViews(
                        image -> change(image, b -> b.text(Tag.StudyDescription, "MG Diagnostic left"))))))
                .isEqualTo(IneligibleReason.DIAGNOSTIC);
        assertThat(decideNow(with(views, exaggerated)))
                .isInstanceOfSatisfying(
                        Assembly.Complete.class,
                        complete -> assertThat(complete.study().leftOut())
                                .extracting(LeftOut::code)
                                .containsExactly(DecisionCode.EXCLUDE_OTHER_VIEW));
    }

    private static IneligibleReason reason(Assembly assembly) {
        return ((Assembly.Ineligible) assembly).reason();
    }

    @Test
    void scoresEveryStandardViewUpToEightPerSide() {
        List<DecidedInstance> views = new ArrayList<>(fourViews(image -> image));
        IntStream.range(0, 9).forEach(i -> views.add(received(image(LCC, "repeat " + i), 4 + i)));

        Assembly.Complete complete = (Assembly.Complete) decideNow(views);

        assertThat(complete.study().mammograms().stream().filter(m -> m.slot().laterality() == Laterality.LEFT))
                .hasSize(8)
                .anyMatch(mammogram -> mammogram.slot().equals(LMLO));
        assertThat(complete.study().leftOut())
                .extracting(LeftOut::code)
                .containsOnly(DecisionCode.SURPLUS)
                .hasSize(3);
    }

    @Test
    void usesAnImplantViewOnlyWithoutADisplacedOne() {
        UnaryOperator<DataSet> implant = image -> change(image, b -> b.text(Tag.BreastImplantPresent, "YES"));
        List<DecidedInstance> full = fourViews(implant);
        DecidedInstance displaced = received(
                change(
                        implant.apply(image(LCC, "displaced")),
                        b -> b.sequence(
                                Tag.ViewCodeSequence,
                                Exams.withModifiers(Exams.view(View.CC), code("399209000", "SCT", "ID")))),
                4);

        Assembly.Complete complete = (Assembly.Complete) decideNow(with(full, displaced));

        assertThat(complete.study().mammograms().get(0).source())
                .isEqualTo(displaced.header().reference());
        assertThat(complete.study().leftOut()).extracting(LeftOut::code).containsExactly(DecisionCode.SUPERSEDED);
    }

    @Test
    void waitsTheWholeQuietPeriodWhileASlotHasOnlyAFallback() {
        UnaryOperator<DataSet> synthetic =
                image -> change(image, b -> b.text(Tag.ImageType, "DERIVED", "PRIMARY", "TOMO_2D"));

        assertThat(decide(fourViews(synthetic), Duration.ofSeconds(10)))
                .isEqualTo(new Assembly.Waiting(START.plusSeconds(63)));
        assertThat(decide(fourViews(synthetic), Duration.ofSeconds(63))).isInstanceOf(Assembly.Complete.class);
    }

    @Test
    void neverUsesSyntheticImagesWhenTheRulesExcludeThem() {
        UnaryOperator<DataSet> synthetic =
                image -> change(image, b -> b.text(Tag.ImageType, "DERIVED", "PRIMARY", "TOMO_2D"));
        SelectionRules rules = new SelectionRules(
                false,
                false,
                SelectionRules.Raw.KEEP,
                SelectionRules.Synthetic2d.EXCLUDE,
                false,
                true,
                SelectionRules.DEFAULT.qualityControlPatient(),
                8);

        assertThat(reason(Completeness.decideNow(fourViews(synthetic), rules)))
                .isEqualTo(IneligibleReason.MISSING_VIEWS);
    }

    @Test
    void saysWhyThereIsNothingToScore() {
        assertThat(reason(decideNow(fourViews(
                        image -> change(image, b -> b.text(Tag.PresentationIntentType, "FOR PROCESSING"))))))
                .isEqualTo(IneligibleReason.RAW_ONLY);
        assertThat(reason(decideNow(fourViews(
                        image -> change(image, b -> b.uid(Tag.SOPClassUID, SopClass.BREAST_TOMOSYNTHESIS_IMAGE))))))
                .isEqualTo(IneligibleReason.TOMOSYNTHESIS_ONLY);
        assertThat(reason(decideNow(fourViews(image -> change(image, b -> b.text(Tag.Modality, "US"))))))
                .isEqualTo(IneligibleReason.NO_MAMMOGRAM);
    }

    @ParameterizedTest
    @CsvSource({"113001, ", "113037, ", "113039, ", "113038, REJECTED_IDENTITY"})
    void honoursRejectionNotes(String title, IneligibleReason ineligible) {
        List<DecidedInstance> views = fourViews(image -> image);
        DecidedInstance note = received(note(title, views.get(0)), 9);

        Assembly assembly = decideNow(with(views, note));

        if (ineligible != null) {
            assertThat(reason(assembly)).isEqualTo(ineligible);
        } else {
            assertThat(assembly).isInstanceOfSatisfying(Assembly.Partial.class, partial -> {
                assertThat(partial.missing()).containsExactly(LCC);
                assertThat(partial.study().leftOut())
                        .extracting(LeftOut::code)
                        .containsExactlyInAnyOrder(DecisionCode.REJECTED_BY_KOS, DecisionCode.IGNORE_DERIVED);
            });
        }
    }

    private static DataSet note(String title, DecidedInstance rejected) {
        Uid uid = rejected.header().reference().sopInstanceUid();
        return change(
                image(LCC, "note"),
                b -> b.uid(Tag.SOPClassUID, SopClass.KEY_OBJECT_SELECTION_DOCUMENT)
                        .text(Tag.Modality, "KO")
                        .sequence(Tag.ConceptNameCodeSequence, code(title, "DCM", "title"))
                        .sequence(
                                Tag.CurrentRequestedProcedureEvidenceSequence,
                                DataSet.builder()
                                        .sequence(
                                                Tag.ReferencedSeriesSequence,
                                                DataSet.builder()
                                                        .sequence(
                                                                Tag.ReferencedSOPSequence,
                                                                DataSet.builder()
                                                                        .uid(Tag.ReferencedSOPInstanceUID, uid)
                                                                        .build())
                                                        .build())
                                        .build()));
    }

    @Test
    void ignoresKeyObjectsThatRejectNothing() {
        List<DecidedInstance> views = fourViews(image -> image);

        assertThat(decideNow(with(views, received(note("113000", views.get(0)), 9))))
                .isInstanceOf(Assembly.Complete.class);
    }

    @Test
    void keepsTheFirstOfTwoCopies() {
        List<DecidedInstance> views = fourViews(image -> image);

        assertThat(((Assembly.Complete) decideNow(with(views, received(image(LCC, "LCC"), 20))))
                        .study()
                        .mammograms())
                .hasSize(4);
    }

    @Test
    void scoresEveryTileOfALargeBreast() {
        DecidedInstance tile = received(change(image(LCC, "tile"), b -> b.text(Tag.PartialView, "YES")), 4);

        assertThat(((Assembly.Complete) decideNow(with(fourViews(image -> image), tile)))
                        .study()
                        .mammograms())
                .hasSize(5)
                .filteredOn(Mammogram::tile)
                .hasSize(1);
    }

    @Test
    void needsAnInstance() {
        assertThatThrownBy(() -> decideNow(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
