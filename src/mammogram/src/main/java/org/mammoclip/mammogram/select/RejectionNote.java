package org.mammoclip.mammogram.select;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.mammogram.InstanceHeader;

/**
 * A Key Object Selection that withdraws images (IHE Imaging Object Change Management).
 *
 * @param wrongIdentity whether the images belong to another patient or order (113038, DCM)
 * @param sopInstanceUids the withdrawn images
 */
record RejectionNote(boolean wrongIdentity, Set<String> sopInstanceUids) {
    private static final String INCORRECT_WORKLIST_ENTRY = "113038";
    private static final Map<String, String> TITLES = Map.of(
            "113001",
            "Rejected for Quality Reasons",
            "113037",
            "Rejected for Patient Safety Reasons",
            INCORRECT_WORKLIST_ENTRY,
            "Incorrect Modality Worklist Entry",
            "113039",
            "Data Retention Policy Expired");

    RejectionNote {
        sopInstanceUids = Set.copyOf(sopInstanceUids);
    }

    /** @return empty if the instance is no rejection note */
    static Optional<RejectionNote> of(InstanceHeader header) {
        DataSet attributes = header.attributes();
        String title = attributes
                .item(Tag.ConceptNameCodeSequence)
                .filter(code ->
                        code.string(Tag.CodingSchemeDesignator).orElse("").equals("DCM"))
                .flatMap(code -> code.string(Tag.CodeValue))
                .orElse("");
        if (!header.reference().sopClassUid().equals(SopClass.KEY_OBJECT_SELECTION_DOCUMENT)
                || !TITLES.containsKey(title)) {
            return Optional.empty();
        }
        Set<String> named = attributes.items(Tag.CurrentRequestedProcedureEvidenceSequence).stream()
                .flatMap(study -> study.items(Tag.ReferencedSeriesSequence).stream())
                .flatMap(series -> series.items(Tag.ReferencedSOPSequence).stream())
                .flatMap(instance -> instance.string(Tag.ReferencedSOPInstanceUID).stream())
                .collect(Collectors.toSet());
        return Optional.of(new RejectionNote(title.equals(INCORRECT_WORKLIST_ENTRY), named));
    }
}
