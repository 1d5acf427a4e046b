package org.mammoclip.mammogram.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;
import org.mammoclip.mammogram.Exams;
import org.mammoclip.mammogram.Slot;

/** Whatever an object says about itself, there is a decision with a reason. */
class ImageSelectorPropertyTest {
    private static final int[] TAGS = {
        Tag.Modality,
        Tag.ImageType,
        Tag.ImageLaterality,
        Tag.Laterality,
        Tag.ViewPosition,
        Tag.ViewCodeSequence,
        Tag.PartialView,
        Tag.NumberOfFrames,
        Tag.EstimatedRadiographicMagnificationFactor,
        Tag.PatientName,
        Tag.SeriesDescription,
        Tag.ContributingEquipmentSequence,
        Tag.SharedFunctionalGroupsSequence,
        Tag.BreastImplantPresent,
        Tag.PresentationIntentType
    };

    @Property(tries = 500)
    void alwaysDecides(
            @ForAll @Size(max = 4) List<@IntRange(max = 14) Integer> changed,
            @ForAll @Size(max = 3) List<String> values,
            @ForAll boolean lenient) {
        DataSet.Builder image = Exams.image(Slot.ALL.get(0), "x").toBuilder();
        for (int index : changed) {
            image.add(new DataElement(TAGS[index], Vr.UT, new Value.Text(values)));
        }
        SelectionRules rules = new SelectionRules(
                lenient,
                lenient,
                SelectionRules.Raw.ALLOW,
                SelectionRules.Synthetic2d.FALLBACK,
                lenient,
                true,
                SelectionRules.DEFAULT.qualityControlPatient(),
                8);

        InstanceDecision decision = ImageSelector.decide(Exams.header(image.build()), rules);

        assertThat(decision.reason()).isNotBlank();
    }
}
