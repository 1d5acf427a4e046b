package org.mammoclip.schema.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/** Everything about one study, from one snapshot. */
final class StoryRows {
    private static final String OF_REVISION = " where study_instance_uid = ? and revision = ?";

    private StoryRows() {}

    static Optional<StudyStory> read(Sql sql, Uid study) throws SQLException {
        List<StudyStory.Announcement> announcements = sql.list(
                "select * from kafka_inbox where study_instance_uid = ? order by received_at",
                StoryRows::announcement,
                study);
        Optional<String> accession = sql.first(
                "select accession_number from study where study_instance_uid = ?",
                row -> row.text("accession_number"),
                study);
        if (accession.isEmpty() && announcements.isEmpty()) {
            return Optional.empty();
        }
        List<StudyStory.Revision> revisions = new ArrayList<>();
        for (int number : sql.list(
                "select revision from study_revision where study_instance_uid = ? order by revision",
                row -> row.number("revision"),
                study)) {
            revisions.add(revision(sql, study, number));
        }
        RequestPriority priority = sql.first(
                        "select priority from study_revision where study_instance_uid = ? order by revision desc limit 1",
                        row -> row.constant(RequestPriority.class, "priority"),
                        study)
                .orElseGet(() -> announcements.get(0).priority());
        return Optional.of(new StudyStory(
                study,
                accession.orElse(""),
                priority,
                announcements,
                PostgresStudyLedger.instances(sql, study),
                revisions,
                sql.list(
                        "select * from audit where study_instance_uid = ? order by id",
                        row -> new AuditEntry(
                                row.instant("at"),
                                row.text("action"),
                                row.text("actor"),
                                row.uidOrNull("study_instance_uid"),
                                row.text("detail")),
                        study)));
    }

    private static StudyStory.Announcement announcement(Sql.Row row) throws SQLException {
        FetchState state = row.constant(FetchState.class, "state");
        return new StudyStory.Announcement(
                row.uuid("event_id"),
                new InboxPosition(row.text("topic"), row.number("kafka_partition"), row.longNumber("kafka_offset")),
                row.text("source"),
                row.constant(RequestPriority.class, "priority"),
                row.instant("occurred_at"),
                row.instant("received_at"),
                state,
                row.number("attempts"),
                Rows.failure(row),
                state == FetchState.FETCHED ? row.instant("state_at") : null);
    }

    private static StudyStory.Revision revision(Sql sql, Uid study, int number) throws SQLException {
        List<AssembledExam.Image> images = sql.list(
                "select * from revision_image" + OF_REVISION + " order by ordinal",
                row -> new AssembledExam.Image(row.uid("sop_instance_uid"), row.text("slot")),
                study,
                number);
        List<FindingRow> findings =
                sql.list("select * from finding" + OF_REVISION + " order by ordinal", Rows::finding, study, number);
        List<OutputObject> outputs = sql.list(
                "select * from output_object" + OF_REVISION + " order by ordinal", Rows::output, study, number);
        List<StudyStory.Delivery> deliveries = sql.list(
                "select d.*, o.kind from delivery d join output_object o on o.sop_instance_uid = d.sop_instance_uid"
                        + " where d.study_instance_uid = ? and d.revision = ? order by d.destination, o.ordinal",
                StoryRows::delivery,
                study,
                number);
        List<StudyStory.Publication> publications = sql.list(
                "select * from outbox" + OF_REVISION + " order by id",
                row -> new StudyStory.Publication(
                        row.uuid("event_id"),
                        row.constant(StudyState.class, "state"),
                        row.instant("created_at"),
                        row.instantOrNull("published_at")),
                study,
                number);
        @Nullable
        RecordedModel model = sql.first(
                        "select m.* from model m join study_revision r on r.model_id = m.id"
                                + " where r.study_instance_uid = ? and r.revision = ?",
                        Rows::model,
                        study,
                        number)
                .orElse(null);
        return sql.one(
                "select * from study_revision" + OF_REVISION,
                row -> new StudyStory.Revision(
                        number,
                        row.constant(StudyState.class, "state"),
                        row.instant("first_image_at"),
                        row.instant("last_image_at"),
                        row.instant("due_at"),
                        row.number("attempts"),
                        row.flag("partial"),
                        row.text("assembly_reason"),
                        ineligible(row),
                        Rows.failure(row),
                        row.constantOrNull(StudyState.class, "failed_in"),
                        row.constant(TriagePriority.class, "triage_priority"),
                        row.real("suspicion"),
                        model,
                        row.textOrNull("device"),
                        row.instantOrNull("assembled_at"),
                        row.instantOrNull("scored_at"),
                        row.instantOrNull("delivered_at"),
                        images,
                        findings,
                        Rows.density(row),
                        outputs,
                        deliveries,
                        publications),
                study,
                number);
    }

    private static @Nullable IneligibleReason ineligible(Sql.Row row) throws SQLException {
        String code = row.textOrNull("ineligible_code");
        return code == null ? null : new IneligibleReason(code, row.text("ineligible_text"));
    }

    private static StudyStory.Delivery delivery(Sql.Row row) throws SQLException {
        DeliveryState state = row.constant(DeliveryState.class, "state");
        return new StudyStory.Delivery(
                row.longNumber("id"),
                row.text("destination"),
                row.uid("sop_instance_uid"),
                row.constant(OutputKind.class, "kind"),
                state,
                row.number("attempts"),
                row.text("answer"),
                Rows.failure(row),
                row.instant("created_at"),
                row.instant("due_at"),
                state == DeliveryState.DELIVERED ? row.instant("state_at") : null);
    }
}
