package org.mammoclip.schema.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/** {@link StudyLedger} in PostgreSQL. The rule for recording an instance is the SQL function {@code record_instance}. */
final class PostgresStudyLedger implements StudyLedger {
    private static final String RECORD = "select receipt, in_revision, conflict from record_instance("
            + "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?, ?, ?)";

    /** Fences every change of a leased revision. */
    private static final String MINE =
            " where study_instance_uid = ? and revision = ? and lease_token = ? and lease_owner = ?";

    private static final String GIVE_BACK = " lease_owner = null, lease_until = null";

    private static final String CLAIM_DUE = """
            ) update study_revision r
                 set lease_owner = ?, lease_token = r.lease_token + 1, lease_until = ?, attempts = r.attempts + 1
                from due
               where r.study_instance_uid = due.study_instance_uid and r.revision = due.revision
            returning r.*,
                (select s.accession_number from study s where s.study_instance_uid = r.study_instance_uid) accession_number,
                coalesce((select max(e.revision) from study_revision e
                           where e.study_instance_uid = r.study_instance_uid and e.revision < r.revision
                             and e.scored_at is not null), 0) predecessor
            """;

    private static final String CLAIM_FOR_ASSEMBLY = """
            with due as (
              select study_instance_uid, revision from study_revision
               where state = 'RECEIVING' and due_at <= ? and (lease_until is null or lease_until <= ?)
               order by due_at limit ? for update skip locked
            """ + CLAIM_DUE;

    private static final String CLAIM_FOR_SCORING = """
            with due as (
              select study_instance_uid, revision from study_revision c
               where state = 'ASSEMBLED' and due_at <= ? and (lease_until is null or lease_until <= ?)
                 and not exists (select 1 from study_revision e
                                  where e.study_instance_uid = c.study_instance_uid and e.revision < c.revision
                                    and e.state = 'ASSEMBLED')
               order by priority_rank, last_image_at limit ? for update skip locked
            """ + CLAIM_DUE;

    private final Database database;

    PostgresStudyLedger(Database database) {
        this.database = database;
    }

    @Override
    public InstanceReceipt recordInstance(ReceivedInstance instance) {
        InstanceKey key = instance.key();
        StoredObject object = instance.object();
        RecordedDecision decision = instance.decision();
        return database.statement(sql -> sql.one(
                RECORD,
                row -> new InstanceReceipt(
                        row.constant(Receipt.class, "receipt"), row.number("in_revision"), row.flag("conflict")),
                key.studyInstanceUid(),
                key.seriesInstanceUid(),
                key.sopInstanceUid(),
                object.spoolId(),
                object.sha256(),
                object.length(),
                object.transferSyntaxUid(),
                object.sopClassUid(),
                decision.code(),
                decision.slot(),
                decision.candidate(),
                decision.reason(),
                instance.patient().digest(),
                instance.accessionNumber(),
                instance.headerJson(),
                instance.origin(),
                instance.priority(),
                instance.receivedAt(),
                instance.decideAt()));
    }

    @Override
    public List<LedgerInstance> instances(Uid studyInstanceUid) {
        return database.statement(sql -> instances(sql, studyInstanceUid));
    }

    static List<LedgerInstance> instances(Sql sql, Uid study) throws SQLException {
        return sql.list(
                "select * from instance where study_instance_uid = ? order by received_at, sop_instance_uid",
                Rows::instance,
                study);
    }

    @Override
    public List<ClaimedRevision> claimForAssembly(WorkerId worker, Instant now, Duration lease, int limit) {
        List<ClaimedRevision> claimed = claim(CLAIM_FOR_ASSEMBLY, worker, now, lease, limit);
        claimed.sort(Comparator.comparing(ClaimedRevision::lastImageAt));
        return claimed;
    }

    @Override
    public List<ClaimedRevision> claimForScoring(WorkerId worker, Instant now, Duration lease, int limit) {
        List<ClaimedRevision> claimed = claim(CLAIM_FOR_SCORING, worker, now, lease, limit);
        claimed.sort(Comparator.comparing(ClaimedRevision::priority).thenComparing(ClaimedRevision::lastImageAt));
        return claimed;
    }

    private List<ClaimedRevision> claim(String statement, WorkerId worker, Instant now, Duration lease, int limit) {
        return database.statement(
                sql -> sql.list(statement, PostgresStudyLedger::claimed, now, now, limit, worker, now.plus(lease)));
    }

    private static ClaimedRevision claimed(Sql.Row row) throws SQLException {
        return new ClaimedRevision(
                Rows.revision(row),
                row.constant(StudyState.class, "state"),
                row.constant(RequestPriority.class, "priority"),
                row.text("accession_number"),
                row.instant("first_image_at"),
                row.instant("last_image_at"),
                row.number("attempts"),
                row.number("instances"),
                row.flag("partial"),
                row.textOrNull("requested_model"),
                row.number("predecessor"),
                new WorkerId(row.text("lease_owner")),
                row.longNumber("lease_token"),
                row.instant("lease_until"));
    }

    @Override
    public ClaimedRevision renew(ClaimedRevision claim, Instant now, Duration lease) {
        Instant until = now.plus(lease);
        mine(claim, database.statement(sql -> change(sql, claim, "lease_until = ?", until)));
        return new ClaimedRevision(
                claim.revision(),
                claim.state(),
                claim.priority(),
                claim.accessionNumber(),
                claim.firstImageAt(),
                claim.lastImageAt(),
                claim.attempt(),
                claim.instances(),
                claim.partial(),
                claim.requestedModel(),
                claim.predecessor(),
                claim.worker(),
                claim.leaseToken(),
                until);
    }

    @Override
    public void waitUntil(ClaimedRevision claim, Instant until) {
        mine(
                claim,
                database.statement(sql -> change(
                        sql,
                        claim,
                        "due_at = case when instances = ? then ? else due_at end, attempts = 0," + GIVE_BACK,
                        claim.instances(),
                        until)));
    }

    @Override
    public boolean assembled(ClaimedRevision claim, AssembledExam exam, Instant at) {
        requireState(claim, StudyState.RECEIVING);
        return database.transaction(sql -> {
            boolean changed = changeUnlessNewer(
                    sql,
                    claim,
                    "state = 'ASSEMBLED', state_at = ?, assembled_at = ?, due_at = ?, partial = ?, assembly_reason = ?,"
                            + " attempts = 0, failure_code = null, failure_detail = null," + GIVE_BACK,
                    at,
                    at,
                    at,
                    exam.partial(),
                    exam.reason());
            if (!changed) {
                return false;
            }
            StudyRevision revision = claim.revision();
            List<@Nullable Object[]> images = new ArrayList<>();
            for (AssembledExam.Image image : exam.images()) {
                images.add(new @Nullable Object[] {
                    revision.studyInstanceUid(),
                    revision.revision(),
                    images.size(),
                    image.sopInstanceUid(),
                    image.slot()
                });
            }
            sql.batch("insert into revision_image values (?, ?, ?, ?, ?)", images);
            sql.update(
                    "update study_revision set state = 'INELIGIBLE', state_at = ?, ineligible_code = ?,"
                            + " ineligible_text = ?, lease_owner = null, lease_until = null,"
                            + " lease_token = lease_token + 1"
                            + " where study_instance_uid = ? and revision < ? and state = 'ASSEMBLED'"
                            + " and (lease_until is null or lease_until <= ?)",
                    at,
                    IneligibleReason.SUPERSEDED.code(),
                    IneligibleReason.SUPERSEDED.text(),
                    revision.studyInstanceUid(),
                    revision.revision(),
                    at);
            return true;
        });
    }

    @Override
    public boolean ineligible(ClaimedRevision claim, IneligibleReason reason, Instant at) {
        return database.transaction(sql -> changeUnlessNewer(
                sql,
                claim,
                "state = 'INELIGIBLE', state_at = ?, ineligible_code = ?, ineligible_text = ?, attempts = 0,"
                        + GIVE_BACK,
                at,
                reason.code(),
                reason.text()));
    }

    @Override
    public boolean withdraw(ClaimedRevision claim, String reason, Instant at) {
        StudyRevision revision = claim.revision();
        requireState(claim, StudyState.RECEIVING);
        if (revision.revision() == 1) {
            throw new IllegalArgumentException("the first revision cannot be withdrawn");
        }
        Uid study = revision.studyInstanceUid();
        int number = revision.revision();
        return database.transaction(sql -> {
            sql.one("select 1 from study where study_instance_uid = ? for update", row -> true, study);
            int deleted = sql.update(
                    "delete from study_revision" + MINE + " and state = 'RECEIVING' and instances = ?",
                    study,
                    number,
                    claim.leaseToken(),
                    claim.worker(),
                    claim.instances());
            if (deleted == 0) {
                mine(claim, change(sql, claim, "attempts = 0," + GIVE_BACK));
                return false;
            }
            sql.update("update study set latest_revision = ? where study_instance_uid = ?", number - 1, study);
            sql.update(
                    "update study_revision set instances = ? where study_instance_uid = ? and revision = ?",
                    claim.instances(),
                    study,
                    number - 1);
            sql.update(
                    "update instance set revision = ? where study_instance_uid = ? and revision = ?",
                    number - 1,
                    study,
                    number);
            PostgresLedgerUpkeep.audit(
                    sql,
                    new AuditEntry(
                            at,
                            "REVISION_WITHDRAWN",
                            claim.worker().value(),
                            study,
                            "revision " + number + ": " + reason));
            return true;
        });
    }

    @Override
    public void storeResult(ClaimedRevision claim, ScoringResult result) {
        requireState(claim, StudyState.ASSEMBLED);
        database.transaction(sql -> {
            long model = ResultRows.modelId(sql, result.model(), result.scoredAt());
            RecordedDensity density = result.density();
            mine(
                    claim,
                    change(
                            sql,
                            claim,
                            "state = 'SCORED', state_at = ?, scored_at = ?, model_id = ?, triage_priority = ?,"
                                    + " suspicion = ?, density_a = ?, density_b = ?, density_c = ?, density_d = ?,"
                                    + " device = ?, attempts = 0, failure_code = null,"
                                    + " failure_detail = null," + GIVE_BACK,
                            result.scoredAt(),
                            result.scoredAt(),
                            model,
                            result.priority(),
                            result.suspicion(),
                            density == null ? null : density.a(),
                            density == null ? null : density.b(),
                            density == null ? null : density.c(),
                            density == null ? null : density.d(),
                            result.device()));
            ResultRows.store(sql, claim, result);
            return true;
        });
    }

    @Override
    public void retryLater(ClaimedRevision claim, FailureCode code, String detailWithoutPatientData, Instant retryAt) {
        mine(
                claim,
                database.statement(sql -> change(
                        sql,
                        claim,
                        "due_at = ?, failure_code = ?, failure_detail = ?," + GIVE_BACK,
                        retryAt,
                        code,
                        Checks.text(detailWithoutPatientData, 400))));
    }

    @Override
    public void fail(ClaimedRevision claim, FailureCode code, String detailWithoutPatientData, Instant at) {
        mine(
                claim,
                database.statement(sql -> change(
                        sql,
                        claim,
                        "failed_in = state, state = 'FAILED', state_at = ?, failure_code = ?, failure_detail = ?,"
                                + GIVE_BACK,
                        at,
                        code,
                        Checks.text(detailWithoutPatientData, 400))));
    }

    @Override
    public int releaseAll(WorkerId worker) {
        return database.transaction(sql -> sql.update(
                        "update study_revision set attempts = greatest(attempts - 1, 0)," + GIVE_BACK
                                + " where lease_owner = ?",
                        worker)
                + sql.update("update shipment set" + GIVE_BACK + " where lease_owner = ?", worker)
                + sql.update(
                        "update kafka_inbox set state = 'PENDING', attempts = greatest(attempts - 1, 0)," + GIVE_BACK
                                + " where lease_owner = ? and state = 'RETRIEVING'",
                        worker)
                + sql.update(
                        "update outbox set attempts = greatest(attempts - 1, 0)," + GIVE_BACK
                                + " where lease_owner = ? and published_at is null and withdrawn_at is null",
                        worker));
    }

    @Override
    public int takeOver(WorkerId dead, Instant now) {
        return database.transaction(sql -> {
            int freed = sql.update(
                    "update study_revision set" + GIVE_BACK
                            + ", due_at = case when state = 'ASSEMBLED' and attempts >= 3"
                            + " then ?::timestamptz + attempts * interval '5 seconds' else due_at end"
                            + " where lease_owner = ?",
                    now,
                    dead);
            // The conditions beside the owner are those of the indexes: nothing else is leased.
            return freed
                    + sql.update("update shipment set" + GIVE_BACK + " where lease_owner = ?", dead)
                    + sql.update(
                            "update kafka_inbox set" + GIVE_BACK + " where lease_owner = ? and state = 'RETRIEVING'",
                            dead)
                    + sql.update(
                            "update outbox set" + GIVE_BACK
                                    + " where lease_owner = ? and published_at is null and withdrawn_at is null",
                            dead);
        });
    }

    /** @return rows changed: 1, or 0 if the lease is lost */
    private static int change(Sql sql, ClaimedRevision claim, String assignments, @Nullable Object... values)
            throws SQLException {
        return sql.update("update study_revision set " + assignments + MINE, withKey(claim, values));
    }

    /** Changes the revision unless an instance arrived since the claim; then it only gives the lease back. */
    private static boolean changeUnlessNewer(
            Sql sql, ClaimedRevision claim, String assignments, @Nullable Object... values) throws SQLException {
        @Nullable Object[] key = withKey(claim, values);
        @Nullable Object[] all = Arrays.copyOf(key, key.length + 1);
        all[key.length] = claim.instances();
        if (sql.update("update study_revision set " + assignments + MINE + " and instances = ?", all) == 1) {
            return true;
        }
        mine(claim, change(sql, claim, "attempts = 0," + GIVE_BACK));
        return false;
    }

    private static @Nullable Object[] withKey(ClaimedRevision claim, @Nullable Object[] values) {
        @Nullable Object[] all = Arrays.copyOf(values, values.length + 4);
        all[values.length] = claim.revision().studyInstanceUid();
        all[values.length + 1] = claim.revision().revision();
        all[values.length + 2] = claim.leaseToken();
        all[values.length + 3] = claim.worker();
        return all;
    }

    private static void mine(ClaimedRevision claim, int changed) {
        if (changed != 1) {
            throw new LeaseLostException("revision " + claim.revision().revision() + " in " + claim.state());
        }
    }

    private static void requireState(ClaimedRevision claim, StudyState state) {
        if (claim.state() != state) {
            throw new IllegalArgumentException("the revision was claimed in " + claim.state() + ", not in " + state);
        }
    }
}
