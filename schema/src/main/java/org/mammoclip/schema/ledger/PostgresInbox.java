package org.mammoclip.schema.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mammoclip.schema.event.StudyAvailable;

/** {@link Inbox} in PostgreSQL. */
final class PostgresInbox implements Inbox {
    private static final String CLAIM = """
            with due as (
              select event_id from kafka_inbox
               where state in ('PENDING', 'RETRIEVING') and due_at <= ? and (lease_until is null or lease_until <= ?)
               order by priority_rank, received_at limit ? for update skip locked
            ) update kafka_inbox i
                 set state = 'RETRIEVING', state_at = ?, lease_owner = ?, lease_token = i.lease_token + 1,
                     lease_until = ?, attempts = i.attempts + 1
                from due where i.event_id = due.event_id
            returning i.*
            """;

    private static final String GIVE_BACK = " lease_owner = null, lease_until = null";

    private final Database database;

    PostgresInbox(Database database) {
        this.database = database;
    }

    @Override
    public Receipt accept(StudyAvailable event, InboxPosition position, Instant receivedAt) {
        int inserted = database.statement(sql -> sql.update(
                "insert into kafka_inbox (event_id, topic, kafka_partition, kafka_offset, study_instance_uid, source,"
                        + " priority, accession_number, occurred_at, received_at, state, state_at, due_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', ?, ?) on conflict (event_id) do nothing",
                event.eventId(),
                position.topic(),
                position.partition(),
                position.offset(),
                event.studyInstanceUid(),
                event.source(),
                event.priority(),
                event.accessionNumber(),
                event.occurredAt(),
                receivedAt,
                receivedAt,
                receivedAt));
        return inserted == 1 ? Receipt.NEW : Receipt.DUPLICATE;
    }

    @Override
    public List<FetchTask> claim(WorkerId worker, Instant now, Duration lease, int limit) {
        List<FetchTask> tasks = database.statement(sql -> sql.list(
                CLAIM,
                row -> new FetchTask(
                        row.uuid("event_id"),
                        row.uid("study_instance_uid"),
                        row.text("source"),
                        row.constant(RequestPriority.class, "priority"),
                        row.text("accession_number"),
                        row.number("attempts"),
                        row.instant("received_at"),
                        worker,
                        row.longNumber("lease_token"),
                        row.instant("lease_until")),
                now,
                now,
                limit,
                now,
                worker,
                now.plus(lease)));
        tasks.sort(Comparator.comparing(FetchTask::priority).thenComparing(FetchTask::receivedAt));
        return tasks;
    }

    @Override
    public FetchTask renew(FetchTask task, Instant now, Duration lease) {
        Instant until = now.plus(lease);
        database.statement(sql -> change(sql, task, "lease_until = ?", until));
        return new FetchTask(
                task.eventId(),
                task.studyInstanceUid(),
                task.source(),
                task.priority(),
                task.accessionNumber(),
                task.attempt(),
                task.receivedAt(),
                task.worker(),
                task.leaseToken(),
                until);
    }

    @Override
    public void fetched(FetchTask task, int instances, Instant at, Instant decideAt) {
        database.transaction(sql -> {
            change(
                    sql,
                    task,
                    "state = 'FETCHED', state_at = ?, instances = ?, failure_code = null, failure_detail = null,"
                            + GIVE_BACK,
                    at,
                    instances);
            sql.update(
                    "update study set accession_number = ? where study_instance_uid = ? and accession_number = ''",
                    task.accessionNumber(),
                    task.studyInstanceUid());
            sql.update(
                    "update study_revision set due_at = least(due_at, ?)"
                            + " where study_instance_uid = ? and state = 'RECEIVING'",
                    decideAt,
                    task.studyInstanceUid());
            return true;
        });
    }

    @Override
    public void retryLater(FetchTask task, FailureCode code, String detailWithoutPatientData, Instant retryAt) {
        database.statement(sql -> change(
                sql,
                task,
                "state = 'PENDING', due_at = ?, failure_code = ?, failure_detail = ?," + GIVE_BACK,
                retryAt,
                code,
                Checks.text(detailWithoutPatientData, 400)));
    }

    @Override
    public void reject(FetchTask task, FailureCode code, String detailWithoutPatientData, Instant at) {
        database.statement(sql -> change(
                sql,
                task,
                "state = 'NACK', state_at = ?, failure_code = ?, failure_detail = ?," + GIVE_BACK,
                at,
                code,
                Checks.text(detailWithoutPatientData, 400)));
    }

    private static boolean change(Sql sql, FetchTask task, String assignments, @Nullable Object... values)
            throws SQLException {
        @Nullable Object[] all = java.util.Arrays.copyOf(values, values.length + 3);
        all[values.length] = task.eventId();
        all[values.length + 1] = task.leaseToken();
        all[values.length + 2] = task.worker();
        int changed = sql.update(
                "update kafka_inbox set " + assignments + " where event_id = ? and lease_token = ? and lease_owner = ?",
                all);
        if (changed == 0) {
            throw new LeaseLostException("fetch");
        }
        return true;
    }
}
