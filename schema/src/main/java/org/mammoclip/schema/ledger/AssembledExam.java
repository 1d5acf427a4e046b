package org.mammoclip.schema.ledger;

import java.util.List;
import org.mammoclip.dicom.Uid;

/**
 * The decision that a revision can be scored.
 *
 * @param images the images to analyse, in canonical order of their slots
 * @param partial whether views are missing
 * @param reason for people, for example why it was decided although views are missing
 */
public record AssembledExam(List<Image> images, boolean partial, String reason) {
    public AssembledExam {
        images = List.copyOf(images);
        if (images.isEmpty()) {
            throw new IllegalArgumentException("an exam has images");
        }
        reason = Checks.text(reason, 400);
    }

    /** @param slot label of the view, for example LCC */
    public record Image(Uid sopInstanceUid, String slot) {
        public Image {
            Checks.matches(slot, "[A-Z0-9]{1,8}", "slot");
        }
    }
}
