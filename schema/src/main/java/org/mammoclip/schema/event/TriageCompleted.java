package org.mammoclip.schema.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/**
 * A revision of a study was scored, delivered, found ineligible or failed ({@code mammoclip.triage.v1}). One event per
 * state change; the key of the message is the Study Instance UID.
 *
 * @param accessionNumber empty: none
 * @param state SCORED, DELIVERED, INELIGIBLE or FAILED
 * @param priority URGENT, ROUTINE, or NONE if not scored
 * @param reason code of the ineligibility or failure; null: scored
 * @param findings of breasts and study; empty if not scored
 * @param model null if not scored
 */
public record TriageCompleted(
        UUID eventId,
        Uid studyInstanceUid,
        int revision,
        String accessionNumber,
        String state,
        String priority,
        @Nullable String reason,
        List<Finding> findings,
        @Nullable Model model,
        List<Output> outputs,
        Timings timings) {
    public TriageCompleted {
        findings = List.copyOf(findings);
        outputs = List.copyOf(outputs);
    }

    /**
     * @param laterality LEFT or RIGHT; null: of the whole study
     * @param score 0 to 1
     */
    public record Finding(
            String finding, @Nullable String laterality, double score, double threshold, boolean present) {}

    /**
     * Who made the scores. Whatever is null was not recorded, or came from a producer of an earlier version.
     *
     * @param checkpointSha256 64 lower case hexadecimal digits
     * @param codeVersion of the producing software
     * @param preprocessingVersion of the path from stored pixels to model input
     * @param thresholdsVersion names the findings file
     * @param findingsSha256 over the findings file and the model files it names
     */
    public record Model(
            String name,
            String version,
            String checkpointSha256,
            @Nullable String codeVersion,
            @Nullable String preprocessingVersion,
            @Nullable String thresholdsVersion,
            @Nullable String findingsSha256) {}

    /** @param kind SECONDARY_CAPTURE, MAMMOGRAPHY_CAD_SR or TID1500_SR */
    public record Output(Uid sopClassUid, Uid sopInstanceUid, String kind) {}

    public record Timings(
            Instant lastImageAt,
            @Nullable Instant scoredAt,
            @Nullable Instant deliveredAt) {}
}
