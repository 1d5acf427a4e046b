package org.mammoclip.schema.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/** {@link LedgerView} in PostgreSQL. */
final class PostgresLedgerView implements LedgerView {
    private static final String DEAD_LETTERS = """
            select * from (
              select 'study:' || study_instance_uid || '/' || revision as letter, study_instance_uid, failed_in as place,
                     failure_code, failure_detail, attempts, state_at
                from study_revision where state = 'FAILED' and failed_in <> 'SCORED'
              union all
              select 'delivery:' || id, study_instance_uid, destination, failure_code, failure_detail, attempts, state_at
                from delivery where state = 'DEAD'
              union all
              select 'announcement:' || event_id, study_instance_uid, source, failure_code, failure_detail, attempts, state_at
                from kafka_inbox where state = 'NACK'
            ) letters
            """;

    private final Database database;

    PostgresLedgerView(Database database) {
        this.database = database;
    }

    @Override
    public Optional<StudyStory> story(Uid studyInstanceUid) {
        return database.snapshot(sql -> StoryRows.read(sql, studyInstanceUid));
    }

    @Override
    public List<Uid> studiesOf(String accessionNumber) {
        if (accessionNumber.isEmpty()) {
            return List.of();
        }
        return database.statement(sql -> sql.list(
                "select study_instance_uid from (select study_instance_uid, first_seen_at as at from study"
                        + " where accession_number = ? union all select study_instance_uid, received_at from kafka_inbox"
                        + " where accession_number = ?) known group by study_instance_uid order by max(at) desc limit 100",
                row -> row.uid("study_instance_uid"),
                accessionNumber,
                accessionNumber));
    }

    @Override
    public List<WorklistEntry> worklist(int limit) {
        return database.statement(sql -> sql.list(
                "select r.*, s.accession_number from study_revision r join study s"
                        + " on s.study_instance_uid = r.study_instance_uid"
                        + " where r.state in ('SCORED', 'DELIVERED') and not exists (select 1 from study_revision l"
                        + " where l.study_instance_uid = r.study_instance_uid and l.revision > r.revision"
                        + " and l.state in ('SCORED', 'DELIVERED'))"
                        + " order by r.triage_priority desc, r.suspicion desc, r.last_image_at limit ?",
                row -> new WorklistEntry(
                        Rows.revision(row),
                        row.text("accession_number"),
                        row.constant(StudyState.class, "state"),
                        row.constant(TriagePriority.class, "triage_priority"),
                        row.real("suspicion"),
                        row.flag("partial"),
                        row.instant("last_image_at"),
                        row.instant("scored_at"),
                        row.instantOrNull("delivered_at")),
                limit));
    }

    @Override
    public LedgerStatus status(Instant now) {
        return database.snapshot(sql -> {
            Map<StudyState, Long> states = new EnumMap<>(StudyState.class);
            for (StudyState state : StudyState.values()) {
                states.put(state, 0L);
            }
            record Count(String name, long number) {}
            sql.list(
                            "select r.state as name, count(*) as number from study s join study_revision r"
                                    + " on r.study_instance_uid = s.study_instance_uid and r.revision = s.latest_revision"
                                    + " group by r.state",
                            row -> new Count(row.text("name"), row.longNumber("number")))
                    .forEach(count -> states.put(StudyState.valueOf(count.name()), count.number()));
            Map<String, LedgerStatus.Queue> deliveries = new HashMap<>();
            record Open(String destination, LedgerStatus.Queue queue) {}
            sql.list(
                            "select destination, count(*) as number, min(created_at) as oldest from delivery"
                                    + " where state = 'PENDING' group by destination",
                            row -> new Open(row.text("destination"), queue(row, now)))
                    .forEach(open -> deliveries.put(open.destination(), open.queue()));
            Map<String, Long> dead = new HashMap<>();
            sql.list(
                            "select destination as name, count(*) as number from delivery where state = 'DEAD'"
                                    + " group by destination",
                            row -> new Count(row.text("name"), row.longNumber("number")))
                    .forEach(count -> dead.put(count.name(), count.number()));
            return new LedgerStatus(
                    states,
                    queue(
                            sql,
                            "count(*) as number, min(due_at) as oldest from study_revision where state = 'RECEIVING'",
                            now),
                    queue(
                            sql,
                            "count(*) as number, min(state_at) as oldest from study_revision where state = 'ASSEMBLED'",
                            now),
                    deliveries,
                    dead,
                    queue(
                            sql,
                            "count(*) as number, min(received_at) as oldest from kafka_inbox"
                                    + " where state in ('PENDING', 'RETRIEVING')",
                            now),
                    count(sql, "kafka_inbox where state = 'NACK'"),
                    queue(
                            sql,
                            "count(*) as number, min(created_at) as oldest from outbox"
                                    + " where published_at is null and withdrawn_at is null",
                            now),
                    count(sql, "quarantine"));
        });
    }

    private static LedgerStatus.Queue queue(Sql sql, String question, Instant now) throws SQLException {
        return sql.one("select " + question, row -> queue(row, now));
    }

    private static LedgerStatus.Queue queue(Sql.Row row, Instant now) throws SQLException {
        Instant oldest = row.instantOrNull("oldest");
        Duration age = oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
        return new LedgerStatus.Queue(row.longNumber("number"), age);
    }

    private static long count(Sql sql, String from) throws SQLException {
        return sql.one("select count(*) as number from " + from, row -> row.longNumber("number"));
    }

    @Override
    public List<DeadLetter> deadLetters(int limit) {
        return database.statement(sql ->
                sql.list(DEAD_LETTERS + " order by state_at desc limit ?", PostgresLedgerView::deadLetter, limit));
    }

    @Override
    public Optional<DeadLetter> deadLetter(DeadLetterId id) {
        return database.statement(
                sql -> sql.first(DEAD_LETTERS + " where letter = ?", PostgresLedgerView::deadLetter, id.value()));
    }

    private static DeadLetter deadLetter(Sql.Row row) throws SQLException {
        FailureCode code = row.failureOrNull("failure_code");
        @Nullable String detail = row.textOrNull("failure_detail");
        return new DeadLetter(
                new DeadLetterId(row.text("letter")),
                row.uid("study_instance_uid"),
                row.text("place"),
                code == null ? FailureCode.INTERNAL : code,
                detail == null ? "" : detail,
                row.number("attempts"),
                row.instant("state_at"));
    }
}
