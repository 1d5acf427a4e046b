package org.mammoclip.schema.ledger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/**
 * Everything the ledger knows of one study, from its announcement or first image to the last acknowledgement. Lists are
 * in order of time.
 *
 * @param accessionNumber empty: none
 * @param revisions empty: announced only
 */
public record StudyStory(
        Uid studyInstanceUid,
        String accessionNumber,
        RequestPriority priority,
        List<Announcement> announcements,
        List<LedgerInstance> instances,
        List<Revision> revisions,
        List<AuditEntry> audit) {
    public StudyStory {
        announcements = List.copyOf(announcements);
        instances = List.copyOf(instances);
        revisions = List.copyOf(revisions);
        audit = List.copyOf(audit);
    }

    /** @param failure null: none so far */
    public record Announcement(
            UUID eventId,
            InboxPosition position,
            String source,
            RequestPriority priority,
            Instant occurredAt,
            Instant receivedAt,
            FetchState state,
            int attempts,
            @Nullable Failure failure,
            @Nullable Instant fetchedAt) {}

    /** The cause of a failure or of the latest retry. */
    public record Failure(FailureCode code, String detail) {}

    /**
     * @param nextDecisionAt when it is looked at again, while RECEIVING
     * @param ineligible why it is not scored; null: it is, or is not decided
     * @param failedIn the state in which it failed; null: it did not
     * @param assemblyReason empty: not assembled
     * @param model null until scored
     * @param suspicion 0 until scored
     * @param density null: not asked, or not scored
     */
    public record Revision(
            int revision,
            StudyState state,
            Instant firstImageAt,
            Instant lastImageAt,
            Instant nextDecisionAt,
            int attempts,
            boolean partial,
            String assemblyReason,
            @Nullable IneligibleReason ineligible,
            @Nullable Failure failure,
            @Nullable StudyState failedIn,
            TriagePriority priority,
            double suspicion,
            @Nullable RecordedModel model,
            @Nullable String device,
            @Nullable Instant assembledAt,
            @Nullable Instant scoredAt,
            @Nullable Instant deliveredAt,
            List<AssembledExam.Image> images,
            List<FindingRow> findings,
            @Nullable RecordedDensity density,
            List<OutputObject> outputs,
            List<Delivery> deliveries,
            List<Publication> publications) {
        public Revision {
            images = List.copyOf(images);
            findings = List.copyOf(findings);
            outputs = List.copyOf(outputs);
            deliveries = List.copyOf(deliveries);
            publications = List.copyOf(publications);
        }
    }

    /**
     * @param answer what the destination answered last; empty: nothing yet
     * @param dueAt when it is tried (again), while PENDING
     */
    public record Delivery(
            long id,
            String destination,
            Uid sopInstanceUid,
            OutputKind kind,
            DeliveryState state,
            int attempts,
            String answer,
            @Nullable Failure failure,
            Instant createdAt,
            Instant dueAt,
            @Nullable Instant deliveredAt) {}

    /** @param publishedAt null: not yet */
    public record Publication(
            UUID eventId,
            StudyState state,
            Instant createdAt,
            @Nullable Instant publishedAt) {}
}
