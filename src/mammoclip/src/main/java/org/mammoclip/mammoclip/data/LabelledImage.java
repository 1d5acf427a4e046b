package org.mammoclip.mammoclip.data;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mammoclip.mammoclip.reports.Side;

/**
 * One image of a labelled table; all rows about it are one.
 *
 * @param patient as the table says
 * @param image its name, without an extension
 * @param side which breast
 * @param view the projection
 * @param findings what is there, in the names of {@link
 *     org.mammoclip.mammoclip.evaluate.table.VinDrTable#FINDINGS}; empty if nothing, or if the table has no findings
 * @param density 0 (A) to 3 (D); empty if the table does not say
 * @param cancer empty if the table does not say
 * @param boxes as far as they were asked for and drawn; one for each finding of a row with a box
 * @param line the first of its rows in the file, for messages
 */
public record LabelledImage(
        String patient,
        String image,
        Side side,
        View view,
        Set<String> findings,
        OptionalInt density,
        Optional<Boolean> cancer,
        List<LabelledBox> boxes,
        long line) {
    public LabelledImage {
        findings = Collections.unmodifiableSet(new LinkedHashSet<>(findings));
        boxes = List.copyOf(boxes);
        for (LabelledBox box : boxes) {
            if (!findings.contains(box.finding())) {
                throw new IllegalArgumentException("a box of " + box.finding() + " in an image without it");
            }
        }
    }

    /** Whether a finding is there. */
    public boolean has(String finding) {
        return findings.contains(finding);
    }
}
