package org.mammoclip.schema.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/** The rows of one scored revision. */
final class ResultRows {
    private ResultRows() {}

    /** The number of the model's row, which is made if it is the first result of that model. */
    static long modelId(Sql sql, RecordedModel model, Instant at) throws SQLException {
        @Nullable
        Object[] identity = {
            model.name(),
            model.version(),
            model.checkpointSha256(),
            model.codeVersion(),
            model.preprocessingVersion(),
            model.thresholdsVersion(),
            model.findingsSha256()
        };
        @Nullable Object[] row = Arrays.copyOf(identity, 9);
        row[7] = model.description();
        row[8] = at;
        sql.update(
                "insert into model (name, version, checkpoint_sha256, code_version, preprocessing_version,"
                        + " thresholds_version, findings_sha256, description, first_used_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                row);
        return sql.one(
                "select id from model where name = ? and version = ? and checkpoint_sha256 = ? and code_version = ?"
                        + " and preprocessing_version = ? and thresholds_version = ?"
                        + " and findings_sha256 is not distinct from ?",
                r -> r.longNumber("id"),
                identity);
    }

    /** The revision itself is SCORED already; with nothing to deliver it becomes DELIVERED. */
    static void store(Sql sql, ClaimedRevision claim, ScoringResult result) throws SQLException {
        StudyRevision revision = claim.revision();
        Uid study = revision.studyInstanceUid();
        int number = revision.revision();
        List<@Nullable Object[]> findings = new ArrayList<>();
        for (FindingRow finding : result.findings()) {
            findings.add(new @Nullable Object[] {
                study,
                number,
                findings.size(),
                finding.finding(),
                finding.laterality(),
                finding.image(),
                finding.score(),
                finding.threshold(),
                finding.present()
            });
        }
        sql.batch("insert into finding values (?, ?, ?, ?, ?, ?, ?, ?, ?)", findings);
        List<@Nullable Object[]> outputs = new ArrayList<>();
        for (OutputObject output : result.outputs()) {
            StoredObject object = output.object();
            outputs.add(new @Nullable Object[] {
                output.sopInstanceUid(),
                study,
                number,
                output.seriesInstanceUid(),
                object.sopClassUid(),
                object.transferSyntaxUid(),
                output.kind(),
                output.kind().ordinal() * 100 + outputs.size(),
                output.sourceInstanceUid(),
                object.spoolId(),
                object.sha256(),
                object.length(),
                result.scoredAt()
            });
        }
        sql.batch(
                "insert into output_object (sop_instance_uid, study_instance_uid, revision, series_instance_uid,"
                        + " sop_class_uid, transfer_syntax_uid, kind, ordinal, source_instance_uid, spool_id, sha256,"
                        + " length_bytes, made_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                outputs);
        deliveries(sql, claim, result);
        if (result.deliveries().isEmpty()) {
            sql.update(
                    "update study_revision set state = 'DELIVERED', state_at = ?, delivered_at = ?"
                            + " where study_instance_uid = ? and revision = ?",
                    result.scoredAt(),
                    result.scoredAt(),
                    study,
                    number);
        }
    }

    private static void deliveries(Sql sql, ClaimedRevision claim, ScoringResult result) throws SQLException {
        StudyRevision revision = claim.revision();
        Uid study = revision.studyInstanceUid();
        int number = revision.revision();
        Instant at = result.scoredAt();
        // A positive result is sent first; among equals a live exam before a backfilled one.
        int rank = result.priority() == TriagePriority.URGENT
                ? 0
                : 1 + claim.priority().ordinal();
        List<@Nullable Object[]> shipments = new ArrayList<>();
        for (String destination : result.deliveries().stream()
                .map(PlannedDelivery::destination)
                .collect(Collectors.toCollection(TreeSet::new))) {
            shipments.add(new @Nullable Object[] {study, number, destination, rank, at, at});
        }
        sql.batch(
                "insert into shipment (study_instance_uid, revision, destination, priority_rank, due_at, created_at)"
                        + " values (?, ?, ?, ?, ?, ?)",
                shipments);
        List<@Nullable Object[]> deliveries = new ArrayList<>();
        for (PlannedDelivery delivery : result.deliveries()) {
            deliveries.add(
                    new @Nullable Object[] {study, number, delivery.destination(), delivery.sopInstanceUid(), at, at, at
                    });
        }
        sql.batch(
                "insert into delivery (study_instance_uid, revision, destination, sop_instance_uid, state, due_at,"
                        + " created_at, state_at) values (?, ?, ?, ?, 'PENDING', ?, ?, ?)",
                deliveries);
    }
}
