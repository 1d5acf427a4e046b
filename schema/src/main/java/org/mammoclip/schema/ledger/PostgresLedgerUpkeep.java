package org.mammoclip.schema.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/** {@link LedgerUpkeep} in PostgreSQL. */
final class PostgresLedgerUpkeep implements LedgerUpkeep {
    /** Every place that points to a spool file which must exist. */
    private static final String REFERENCED = "select spool_id from instance where released_at is null"
            + " union all select spool_id from output_object where released_at is null"
            + " union all select spool_id from quarantine where released_at is null and spool_id is not null";

    private final Database database;

    PostgresLedgerUpkeep(Database database) {
        this.database = database;
    }

    @Override
    public Optional<StudyRevision> replay(Uid studyInstanceUid, @Nullable String model, String actor, Instant at) {
        return database.transaction(sql -> {
            record Study(int latest, boolean identityConflict) {}
            Optional<Study> found = sql.first(
                    "select latest_revision, identity_conflict from study where study_instance_uid = ? for update",
                    row -> new Study(row.number("latest_revision"), row.flag("identity_conflict")),
                    studyInstanceUid);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            if (found.get().identityConflict()) {
                throw new IllegalStateException("the study holds objects of two patients");
            }
            int latest = found.get().latest();
            int reopened = sql.update(
                    "update study_revision set due_at = ?, requested_model = ?"
                            + " where study_instance_uid = ? and revision = ? and state = 'RECEIVING'",
                    at,
                    model,
                    studyInstanceUid,
                    latest);
            if (reopened == 1) {
                audit(
                        sql,
                        new AuditEntry(
                                at, "REPLAY", actor, studyInstanceUid, "revision " + latest + " is decided now"));
                return Optional.of(new StudyRevision(studyInstanceUid, latest));
            }
            int next = latest + 1;
            sql.update(
                    "insert into study_revision (study_instance_uid, revision, state, state_at, priority, instances,"
                            + " first_image_at, last_image_at, due_at, requested_model)"
                            + " select study_instance_uid, ?, 'RECEIVING', ?, priority, instances, first_image_at,"
                            + " last_image_at, ?, ? from study_revision where study_instance_uid = ? and revision = ?",
                    next,
                    at,
                    at,
                    model,
                    studyInstanceUid,
                    latest);
            sql.update("update study set latest_revision = ? where study_instance_uid = ?", next, studyInstanceUid);
            audit(sql, new AuditEntry(at, "REPLAY", actor, studyInstanceUid, "opened revision " + next));
            return Optional.of(new StudyRevision(studyInstanceUid, next));
        });
    }

    @Override
    public boolean requeue(DeadLetterId id, String actor, Instant at) {
        int colon = id.value().indexOf(':');
        String name = id.value().substring(colon + 1);
        return database.transaction(sql -> {
            Optional<Uid> study = switch (id.value().substring(0, colon)) {
                case "study" -> {
                    int slash = name.indexOf('/');
                    yield requeueRevision(
                            sql, name.substring(0, slash), Integer.parseInt(name.substring(slash + 1)), at);
                }
                case "delivery" -> requeueDelivery(sql, Long.parseLong(name), at);
                case "announcement" -> requeueAnnouncement(sql, UUID.fromString(name), at);
                default -> throw new IllegalArgumentException("a dead letter of an unknown kind");
            };
            if (study.isPresent()) {
                audit(sql, new AuditEntry(at, "REQUEUE", actor, study.get(), id.value()));
            }
            return study.isPresent();
        });
    }

    private static Optional<Uid> requeueRevision(Sql sql, String study, int revision, Instant at) throws SQLException {
        return sql.first(
                "update study_revision r set state = failed_in, failed_in = null, state_at = ?, due_at = ?, attempts = 0,"
                        + " failure_code = null, failure_detail = null"
                        + " where study_instance_uid = ? and revision = ? and state = 'FAILED'"
                        + " and failed_in <> 'SCORED' and not exists (select 1 from study s"
                        + " where s.study_instance_uid = r.study_instance_uid and s.identity_conflict)"
                        + " returning study_instance_uid",
                row -> row.uid("study_instance_uid"),
                at,
                at,
                study,
                revision);
    }

    private static Optional<Uid> requeueDelivery(Sql sql, long id, Instant at) throws SQLException {
        record Where(Uid study, int revision, String destination) {}
        // The order of locks is the same as when a delivery is settled: shipment, delivery, revision.
        Optional<Where> where = sql.first(
                "select s.study_instance_uid, s.revision, s.destination from shipment s join delivery d"
                        + " on d.study_instance_uid = s.study_instance_uid and d.revision = s.revision"
                        + " and d.destination = s.destination where d.id = ? and d.state = 'DEAD' for update of s",
                row -> new Where(row.uid("study_instance_uid"), row.number("revision"), row.text("destination")),
                id);
        if (where.isEmpty()) {
            return Optional.empty();
        }
        int changed = sql.update(
                "update delivery set state = 'PENDING', state_at = ?, due_at = ?, attempts = 0"
                        + " where id = ? and state = 'DEAD'",
                at,
                at,
                id);
        if (changed == 0) {
            return Optional.empty();
        }
        Uid study = where.get().study();
        int revision = where.get().revision();
        sql.update(
                "update shipment set open = true, due_at = ? where study_instance_uid = ? and revision = ?"
                        + " and destination = ?",
                at,
                study,
                revision,
                where.get().destination());
        sql.update(
                "update study_revision set state = 'SCORED', failed_in = null, state_at = ?, failure_code = null,"
                        + " failure_detail = null"
                        + " where study_instance_uid = ? and revision = ? and state = 'FAILED' and failed_in = 'SCORED'",
                at,
                study,
                revision);
        return Optional.of(study);
    }

    private static Optional<Uid> requeueAnnouncement(Sql sql, UUID eventId, Instant at) throws SQLException {
        return sql.first(
                "update kafka_inbox set state = 'PENDING', state_at = ?, due_at = ?, attempts = 0"
                        + " where event_id = ? and state = 'NACK' returning study_instance_uid",
                row -> row.uid("study_instance_uid"),
                at,
                at,
                eventId);
    }

    @Override
    public void quarantine(QuarantinedInput input) {
        InboxPosition position = input.position();
        database.statement(sql -> sql.update(
                "insert into quarantine (at, code, detail, origin, study_instance_uid, sop_instance_uid, spool_id, topic,"
                        + " kafka_partition, kafka_offset) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                input.at(),
                input.code(),
                input.detail(),
                input.origin(),
                input.studyInstanceUid(),
                input.sopInstanceUid(),
                input.spoolId(),
                position == null ? null : position.topic(),
                position == null ? null : position.partition(),
                position == null ? null : position.offset()));
    }

    @Override
    public void audit(AuditEntry entry) {
        database.statement(sql -> audit(sql, entry));
    }

    static int audit(Sql sql, AuditEntry entry) throws SQLException {
        return sql.update(
                "insert into audit (at, action, actor, study_instance_uid, detail) values (?, ?, ?, ?, ?)",
                entry.at(),
                entry.action(),
                entry.actor(),
                entry.studyInstanceUid(),
                entry.detail());
    }

    @Override
    public List<SpoolId> releaseExpired(Instant settledBefore, Instant at, int limit) {
        String settled = " and not exists (select 1 from study_revision r"
                + " where r.study_instance_uid = f.study_instance_uid"
                + " and (r.state not in ('DELIVERED', 'INELIGIBLE') or r.state_at >= b.cutoff))";
        record Held(String table, String key, String time, String condition) {}
        return database.transaction(sql -> {
            List<SpoolId> released = new ArrayList<>();
            for (Held held : List.of(
                    new Held("instance", "sop_instance_uid", "received_at", settled),
                    new Held("output_object", "sop_instance_uid", "made_at", settled),
                    new Held("quarantine", "id", "at", " and spool_id is not null"))) {
                released.addAll(sql.list(
                        "update " + held.table() + " set released_at = ? where " + held.key() + " = any (array(select "
                                + held.key() + " from " + held.table() + " f, (select ?::timestamptz as cutoff) b"
                                + " where released_at is null and f." + held.time() + " < b.cutoff" + held.condition()
                                + " limit ? for update of f skip locked)) returning spool_id",
                        row -> new SpoolId(row.text("spool_id")),
                        at,
                        settledBefore,
                        limit - released.size()));
            }
            return released;
        });
    }

    @Override
    public Set<SpoolId> unreferenced(Collection<SpoolId> candidates) {
        String[] names = candidates.stream().map(SpoolId::value).toArray(String[]::new);
        Set<SpoolId> unreferenced = new HashSet<>(candidates);
        unreferenced.removeAll(database.statement(sql -> new HashSet<>(sql.list(
                "select spool_id from (" + REFERENCED + ") known where spool_id = any (?)",
                row -> new SpoolId(row.text("spool_id")),
                (Object) names))));
        return unreferenced;
    }

    @Override
    public List<SpoolId> referenced(@Nullable SpoolId after, int limit) {
        String from = after == null ? "" : after.value();
        // Each place gives its own first ones by its index; the database would otherwise sort them all for every page.
        String page = Arrays.stream(REFERENCED.split(" union all "))
                .map(place -> "(" + place + " and spool_id > ? order by spool_id limit ?)")
                .collect(Collectors.joining(" union all "));
        return database.statement(sql -> sql.list(
                "select spool_id from (" + page + ") known order by spool_id limit ?",
                row -> new SpoolId(row.text("spool_id")),
                from,
                limit,
                from,
                limit,
                from,
                limit,
                limit));
    }
}
