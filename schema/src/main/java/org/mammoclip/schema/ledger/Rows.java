package org.mammoclip.schema.ledger;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How rows become the records of this package. */
final class Rows {
    private Rows() {}

    static LedgerInstance instance(Sql.Row row) throws SQLException {
        return new LedgerInstance(
                new InstanceKey(
                        row.uid("study_instance_uid"), row.uid("series_instance_uid"), row.uid("sop_instance_uid")),
                storedObject(row),
                new RecordedDecision(
                        row.text("decision"),
                        row.textOrNull("slot"),
                        row.flag("candidate"),
                        row.text("decision_reason")),
                row.text("header"),
                row.text("origin"),
                row.number("revision"),
                row.instant("received_at"),
                row.instantOrNull("released_at") != null);
    }

    static OutputObject output(Sql.Row row) throws SQLException {
        return new OutputObject(
                row.uid("series_instance_uid"),
                row.uid("sop_instance_uid"),
                row.constant(OutputKind.class, "kind"),
                row.uidOrNull("source_instance_uid"),
                storedObject(row));
    }

    static FindingRow finding(Sql.Row row) throws SQLException {
        return new FindingRow(
                row.text("finding"),
                row.textOrNull("laterality"),
                row.uidOrNull("sop_instance_uid"),
                row.real("score"),
                row.real("threshold"),
                row.flag("present"));
    }

    static RecordedModel model(Sql.Row row) throws SQLException {
        return new RecordedModel(
                row.text("name"),
                row.text("version"),
                new Sha256(row.text("checkpoint_sha256")),
                row.text("code_version"),
                row.text("preprocessing_version"),
                row.text("thresholds_version"),
                digest(row.textOrNull("findings_sha256")),
                row.text("description"));
    }

    private static @Nullable Sha256 digest(@Nullable String hex) {
        return hex == null ? null : new Sha256(hex);
    }

    static @Nullable RecordedDensity density(Sql.Row row) throws SQLException {
        return row.textOrNull("density_a") == null
                ? null
                : new RecordedDensity(
                        row.real("density_a"), row.real("density_b"), row.real("density_c"), row.real("density_d"));
    }

    static StudyRevision revision(Sql.Row row) throws SQLException {
        return new StudyRevision(row.uid("study_instance_uid"), row.number("revision"));
    }

    static StudyStory.@Nullable Failure failure(Sql.Row row) throws SQLException {
        FailureCode code = row.failureOrNull("failure_code");
        String detail = row.textOrNull("failure_detail");
        return code == null ? null : new StudyStory.Failure(code, detail == null ? "" : detail);
    }

    private static StoredObject storedObject(Sql.Row row) throws SQLException {
        return new StoredObject(
                new SpoolId(row.text("spool_id")),
                new Sha256(row.text("sha256")),
                row.longNumber("length_bytes"),
                row.uid("transfer_syntax_uid"),
                row.uid("sop_class_uid"));
    }
}
