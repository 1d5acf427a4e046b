package org.mammoclip.mammogram;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mammoclip.dicom.Uid;

/**
 * The images of one exam that are scored, and those that are not with the reason. Immutable.
 *
 * @param studyInstanceUid Study Instance UID, the same in every image
 * @param mammograms at least one, in canonical slot order, then by SOP Instance UID; a slot may have several
 * @param leftOut the other instances of the study
 */
public record ScreeningStudy(Uid studyInstanceUid, List<Mammogram> mammograms, List<LeftOut> leftOut) {
    private static final Comparator<Mammogram> CANONICAL = Comparator.comparing(Mammogram::slot)
            .thenComparing(mammogram -> mammogram.source().sopInstanceUid());

    /** @throws IllegalArgumentException if there is no image or an image belongs to another study */
    public ScreeningStudy {
        mammograms = mammograms.stream().sorted(CANONICAL).toList();
        leftOut = List.copyOf(leftOut);
        if (mammograms.isEmpty()) {
            throw new IllegalArgumentException("a screening study has at least one image");
        }
        for (Mammogram mammogram : mammograms) {
            if (!mammogram.source().studyInstanceUid().equals(studyInstanceUid)) {
                throw new IllegalArgumentException("an image of another study");
            }
        }
    }

    /** The slots that have an image, in canonical order. */
    public Set<Slot> slots() {
        TreeSet<Slot> result = new TreeSet<>();
        mammograms.forEach(mammogram -> result.add(mammogram.slot()));
        return result;
    }

    /** The slots of a four-view exam that have no image, in canonical order. */
    public List<Slot> missing() {
        Set<Slot> present = slots();
        return Slot.ALL.stream().filter(slot -> !present.contains(slot)).toList();
    }

    /** Whether all four slots have an image. */
    public boolean isComplete() {
        return missing().isEmpty();
    }

    /** The sides that have an image. */
    public Set<Laterality> sides() {
        EnumSet<Laterality> result = EnumSet.noneOf(Laterality.class);
        mammograms.forEach(mammogram -> result.add(mammogram.slot().laterality()));
        return result;
    }
}
