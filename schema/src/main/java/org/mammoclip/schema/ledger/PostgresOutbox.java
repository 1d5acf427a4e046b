package org.mammoclip.schema.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.schema.event.EventCodec;
import org.mammoclip.schema.event.TriageCompleted;

/** {@link Outbox} in PostgreSQL. The message is made of the revision, of which nothing changes once it is announced. */
final class PostgresOutbox implements Outbox {
    private static final String CLAIM = """
            with due as (
              select id from outbox c
               where published_at is null and withdrawn_at is null and due_at <= ? and (lease_until is null or lease_until <= ?)
                 and not exists (select 1 from outbox e
                                  where e.study_instance_uid = c.study_instance_uid and e.id < c.id
                                    and e.published_at is null and e.withdrawn_at is null)
               order by id limit ? for update skip locked
            ) update outbox o
                 set lease_owner = ?, lease_token = o.lease_token + 1, lease_until = ?, attempts = o.attempts + 1
                from due where o.id = due.id
            returning o.*
            """;

    private final Database database;

    PostgresOutbox(Database database) {
        this.database = database;
    }

    private record Claimed(
            long id,
            UUID eventId,
            StudyRevision revision,
            StudyState state,
            String accessionNumber,
            @Nullable String reason,
            Instant at,
            int attempt,
            long leaseToken) {}

    @Override
    public List<OutboxEvent> claim(WorkerId worker, Instant now, Duration lease, int limit) {
        return database.transaction(sql -> {
            List<Claimed> claimed = sql.list(
                    CLAIM,
                    row -> new Claimed(
                            row.longNumber("id"),
                            row.uuid("event_id"),
                            Rows.revision(row),
                            row.constant(StudyState.class, "state"),
                            row.text("accession_number"),
                            row.textOrNull("reason"),
                            row.instant("created_at"),
                            row.number("attempts"),
                            row.longNumber("lease_token")),
                    now,
                    now,
                    limit,
                    worker,
                    now.plus(lease));
            claimed.sort(Comparator.comparingLong(Claimed::id));
            List<OutboxEvent> events = new ArrayList<>();
            for (Claimed event : claimed) {
                events.add(new OutboxEvent(
                        event.id(),
                        event.eventId(),
                        event.revision().studyInstanceUid(),
                        new String(EventCodec.encode(message(sql, event)), StandardCharsets.UTF_8),
                        event.attempt(),
                        worker,
                        event.leaseToken()));
            }
            return events;
        });
    }

    private static TriageCompleted message(Sql sql, Claimed event) throws SQLException {
        Uid study = event.revision().studyInstanceUid();
        int number = event.revision().revision();
        record Facts(
                String priority,
                Instant lastImageAt,
                @Nullable Instant scoredAt,
                long model) {}
        Facts facts = sql.one(
                "select triage_priority, last_image_at, scored_at, model_id from study_revision"
                        + " where study_instance_uid = ? and revision = ?",
                row -> new Facts(
                        row.text("triage_priority"),
                        row.instant("last_image_at"),
                        row.instantOrNull("scored_at"),
                        row.longNumber("model_id")),
                study,
                number);
        Optional<TriageCompleted.Model> model = sql.first(
                "select * from model where id = ?",
                row -> new TriageCompleted.Model(
                        row.text("name"),
                        row.text("version"),
                        row.text("checkpoint_sha256"),
                        row.text("code_version"),
                        row.text("preprocessing_version"),
                        row.text("thresholds_version"),
                        row.textOrNull("findings_sha256")),
                facts.model());
        List<TriageCompleted.Finding> findings = sql.list(
                "select * from finding where study_instance_uid = ? and revision = ? and sop_instance_uid is null"
                        + " order by ordinal",
                row -> new TriageCompleted.Finding(
                        row.text("finding"),
                        row.textOrNull("laterality"),
                        row.real("score"),
                        row.real("threshold"),
                        row.flag("present")),
                study,
                number);
        List<TriageCompleted.Output> outputs = sql.list(
                "select * from output_object where study_instance_uid = ? and revision = ? order by ordinal",
                row -> new TriageCompleted.Output(
                        row.uid("sop_class_uid"), row.uid("sop_instance_uid"), row.text("kind")),
                study,
                number);
        return new TriageCompleted(
                event.eventId(),
                study,
                number,
                event.accessionNumber(),
                event.state().name(),
                facts.priority(),
                event.reason(),
                findings,
                model.orElse(null),
                outputs,
                new TriageCompleted.Timings(
                        facts.lastImageAt(),
                        facts.scoredAt(),
                        event.state() == StudyState.DELIVERED ? event.at() : null));
    }

    @Override
    public void published(List<OutboxEvent> events, Instant at) {
        change(events, "published_at = ?, lease_owner = null, lease_until = null", at);
    }

    @Override
    public void retryLater(List<OutboxEvent> events, Instant retryAt) {
        change(events, "due_at = ?, lease_owner = null, lease_until = null", retryAt);
    }

    @Override
    public int withdraw(Instant at, int limit) {
        return database.transaction(sql -> sql.update(
                "update outbox set withdrawn_at = ? where id in (select id from outbox where published_at is null"
                        + " and withdrawn_at is null and (lease_until is null or lease_until <= ?) order by id limit ?)",
                at,
                at,
                limit));
    }

    /** An event whose lease is lost is somebody else's now and left alone: publishing twice is allowed. */
    private void change(List<OutboxEvent> events, String assignment, Instant instant) {
        database.transaction(sql -> {
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (OutboxEvent event : events) {
                rows.add(new @Nullable Object[] {instant, event.id(), event.leaseToken(), event.worker()});
            }
            sql.batch(
                    "update outbox set " + assignment
                            + " where id = ? and lease_token = ? and lease_owner = ? and published_at is null",
                    rows);
            return rows.size();
        });
    }
}
