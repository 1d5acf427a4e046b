package org.mammoclip.schema.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link DeliveryQueue} in PostgreSQL: the lease is on the shipment, the outcome on each delivery. */
final class PostgresDeliveryQueue implements DeliveryQueue {
    private static final String CLAIM = """
            with due as (
              select study_instance_uid, revision, destination from shipment c
               where open and destination = ? and due_at <= ? and (lease_until is null or lease_until <= ?)
                 and not exists (select 1 from shipment e
                                  where e.study_instance_uid = c.study_instance_uid and e.destination = c.destination
                                    and e.revision < c.revision and e.open)
               order by priority_rank, created_at limit 1 for update skip locked
            ) update shipment s set lease_owner = ?, lease_token = s.lease_token + 1, lease_until = ?
                from due
               where s.study_instance_uid = due.study_instance_uid and s.revision = due.revision
                 and s.destination = due.destination
            returning s.*, (select r.triage_priority from study_revision r
                             where r.study_instance_uid = s.study_instance_uid and r.revision = s.revision) triage_priority
            """;

    private static final String KEY = " where study_instance_uid = ? and revision = ? and destination = ?";

    private final Database database;

    PostgresDeliveryQueue(Database database) {
        this.database = database;
    }

    @Override
    public Optional<DeliveryBatch> claim(String destination, WorkerId worker, Instant now, Duration lease) {
        return database.transaction(sql -> {
            Optional<DeliveryBatch> claimed = sql.first(
                    CLAIM,
                    row -> new DeliveryBatch(
                            Rows.revision(row),
                            destination,
                            row.constant(TriagePriority.class, "triage_priority"),
                            List.of(),
                            worker,
                            row.longNumber("lease_token"),
                            row.instant("lease_until")),
                    destination,
                    now,
                    now,
                    worker,
                    now.plus(lease));
            if (claimed.isEmpty()) {
                return claimed;
            }
            DeliveryBatch batch = claimed.get();
            return Optional.of(with(batch, dueTasks(sql, batch, now), batch.leaseUntil()));
        });
    }

    /** In sending order, up to the first one that is not due yet: what follows waits for it. */
    private static List<DeliveryTask> dueTasks(Sql sql, DeliveryBatch batch, Instant now) throws SQLException {
        record Pending(DeliveryTask task, Instant dueAt) {}
        List<Pending> pending = sql.list(
                "select d.id, d.attempts, d.due_at, d.created_at, o.* from delivery d"
                        + " join output_object o on o.sop_instance_uid = d.sop_instance_uid"
                        + " where d.study_instance_uid = ? and d.revision = ? and d.destination = ?"
                        + " and d.state = 'PENDING' order by o.ordinal",
                row -> new Pending(
                        new DeliveryTask(
                                row.longNumber("id"),
                                Rows.output(row),
                                row.number("attempts") + 1,
                                row.instant("created_at")),
                        row.instant("due_at")),
                key(batch));
        List<DeliveryTask> due = new ArrayList<>();
        for (Pending next : pending) {
            if (next.dueAt().isAfter(now)) {
                break;
            }
            due.add(next.task());
        }
        return due;
    }

    @Override
    public DeliveryBatch renew(DeliveryBatch batch, Instant now, Duration lease) {
        Instant until = now.plus(lease);
        int changed = database.statement(sql -> sql.update(
                "update shipment set lease_until = ?" + KEY + " and lease_token = ? and lease_owner = ?",
                until,
                batch.revision().studyInstanceUid(),
                batch.revision().revision(),
                batch.destination(),
                batch.leaseToken(),
                batch.worker()));
        if (changed == 0) {
            throw lost(batch);
        }
        return with(batch, batch.tasks(), until);
    }

    @Override
    public StudyState delivered(DeliveryBatch batch, DeliveryTask task, String status, Instant at) {
        return settle(
                batch,
                at,
                sql -> sql.update(
                        "update delivery set state = 'DELIVERED', state_at = ?, attempts = attempts + 1, answer = ?,"
                                + " failure_code = null, failure_detail = null where id = ? and state = 'PENDING'",
                        at,
                        Checks.text(status, 100),
                        task.id()));
    }

    @Override
    public void retryLater(
            DeliveryBatch batch,
            DeliveryTask task,
            FailureCode code,
            String detailWithoutPatientData,
            Instant retryAt) {
        settle(
                batch,
                retryAt,
                sql -> sql.update(
                        "update delivery set due_at = ?, attempts = attempts + 1, failure_code = ?, failure_detail = ?"
                                + " where id = ? and state = 'PENDING' and attempts = ?",
                        retryAt,
                        code,
                        Checks.text(detailWithoutPatientData, 400),
                        task.id(),
                        task.attempt() - 1));
    }

    @Override
    public StudyState abandon(
            DeliveryBatch batch, DeliveryTask task, FailureCode code, String detailWithoutPatientData, Instant at) {
        return settle(
                batch,
                at,
                sql -> sql.update(
                        "update delivery set state = 'DEAD', state_at = ?, attempts = attempts + 1, failure_code = ?,"
                                + " failure_detail = ? where id = ? and state = 'PENDING'",
                        at,
                        code,
                        Checks.text(detailWithoutPatientData, 400),
                        task.id()));
    }

    @Override
    public void release(DeliveryBatch batch, Instant dueAt) {
        database.transaction(sql -> {
            if (!isMine(sql, batch)) {
                return false;
            }
            for (DeliveryTask task : batch.tasks()) {
                sql.update(
                        "update delivery set due_at = ? where id = ? and state = 'PENDING' and attempts = ?",
                        dueAt,
                        task.id(),
                        task.attempt() - 1);
            }
            takeDueTime(sql, batch);
            sql.update("update shipment set lease_owner = null, lease_until = null" + KEY, key(batch));
            return true;
        });
    }

    private StudyState settle(DeliveryBatch batch, Instant at, Database.Work<Integer> change) {
        return database.transaction(sql -> {
            if (!isMine(sql, batch)) {
                throw lost(batch);
            }
            change.run(sql);
            if (takeDueTime(sql, batch)) {
                return state(sql, batch);
            }
            sql.update("update shipment set open = false, lease_owner = null, lease_until = null" + KEY, key(batch));
            return close(sql, batch, at);
        });
    }

    /** Locks the shipment. */
    private static boolean isMine(Sql sql, DeliveryBatch batch) throws SQLException {
        return sql.first(
                        "select lease_owner, lease_token from shipment" + KEY + " for update",
                        row -> row.longNumber("lease_token") == batch.leaseToken()
                                && batch.worker().value().equals(row.textOrNull("lease_owner")),
                        key(batch))
                .orElse(false);
    }

    /** The shipment is due when its first pending delivery is. False: none is pending. */
    private static boolean takeDueTime(Sql sql, DeliveryBatch batch) throws SQLException {
        Optional<Instant> due = sql.first(
                "select d.due_at from delivery d join output_object o on o.sop_instance_uid = d.sop_instance_uid"
                        + " where d.study_instance_uid = ? and d.revision = ? and d.destination = ?"
                        + " and d.state = 'PENDING' order by o.ordinal limit 1",
                row -> row.instant("due_at"),
                key(batch));
        if (due.isPresent()) {
            sql.update(
                    "update shipment set due_at = ?" + KEY,
                    due.get(),
                    batch.revision().studyInstanceUid(),
                    batch.revision().revision(),
                    batch.destination());
        }
        return due.isPresent();
    }

    /** The last shipment of a revision to be closed decides it; the lock makes two closing at once see each other. */
    private static StudyState close(Sql sql, DeliveryBatch batch, Instant at) throws SQLException {
        Object study = batch.revision().studyInstanceUid();
        Object number = batch.revision().revision();
        StudyState state = sql.one(
                "select state from study_revision where study_instance_uid = ? and revision = ? for update",
                row -> row.constant(StudyState.class, "state"),
                study,
                number);
        boolean open = sql.one(
                "select exists (select 1 from shipment where study_instance_uid = ? and revision = ? and open) as found",
                row -> row.flag("found"),
                study,
                number);
        if (open || state != StudyState.SCORED) {
            return state;
        }
        record Dead(int code, String detail) {}
        Optional<Dead> dead = sql.first(
                "select failure_code, destination || ': ' || failure_detail as detail from delivery"
                        + " where study_instance_uid = ? and revision = ? and state = 'DEAD' order by state_at limit 1",
                row -> new Dead(row.number("failure_code"), row.text("detail")),
                study,
                number);
        if (dead.isPresent()) {
            sql.update(
                    "update study_revision set failed_in = state, state = 'FAILED', state_at = ?, failure_code = ?,"
                            + " failure_detail = ? where study_instance_uid = ? and revision = ?",
                    at,
                    dead.get().code(),
                    Checks.text(dead.get().detail(), 400),
                    study,
                    number);
            return StudyState.FAILED;
        }
        sql.update(
                "update study_revision set state = 'DELIVERED', state_at = ?, delivered_at = ?"
                        + " where study_instance_uid = ? and revision = ?",
                at,
                at,
                study,
                number);
        return StudyState.DELIVERED;
    }

    private static StudyState state(Sql sql, DeliveryBatch batch) throws SQLException {
        return sql.one(
                "select state from study_revision where study_instance_uid = ? and revision = ?",
                row -> row.constant(StudyState.class, "state"),
                batch.revision().studyInstanceUid(),
                batch.revision().revision());
    }

    private static Object[] key(DeliveryBatch batch) {
        return new Object[] {
            batch.revision().studyInstanceUid(), batch.revision().revision(), batch.destination()
        };
    }

    private static DeliveryBatch with(DeliveryBatch batch, List<DeliveryTask> tasks, Instant leaseUntil) {
        return new DeliveryBatch(
                batch.revision(),
                batch.destination(),
                batch.priority(),
                tasks,
                batch.worker(),
                batch.leaseToken(),
                leaseUntil);
    }

    private static LeaseLostException lost(DeliveryBatch batch) {
        return new LeaseLostException("revision " + batch.revision().revision() + " for " + batch.destination());
    }
}
