package org.mammoclip.schema.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mammoclip.schema.ledger.Samples.ANNA;
import static org.mammoclip.schema.ledger.Samples.LEASE;
import static org.mammoclip.schema.ledger.Samples.T0;
import static org.mammoclip.schema.ledger.Samples.study;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is asked again and again reads few rows however long the history is. {@code -Dledger.studies=1000000} fills the
 * ledger further.
 */
@Timeout(1800)
class LedgerScaleIT {
    private static final int STUDIES = Integer.getInteger("ledger.studies", 10_000);

    /** Rows of all tables; the history has more than {@link #STUDIES} in each table that grows. */
    private static final long MAX_ROWS = 4_000;

    /** The studies of the last hours, whose pixels are still there. */
    private static final int KEPT = 100;

    @BeforeAll
    static void fill() throws SQLException {
        TestDatabase.get().empty();
        String at = "timestamptz '" + T0 + "' - interval '1 minute' * (" + STUDIES + " - g)";
        try (Connection connection = TestDatabase.get().ownerConnection();
                Statement sql = connection.createStatement()) {
            String numbers = " from generate_series(1, " + STUDIES + ") g";
            sql.execute("insert into model (name, version, checkpoint_sha256, code_version, preprocessing_version,"
                    + " thresholds_version, description, first_used_at) values ('demo', '1', repeat('a', 64), '1', '1',"
                    + " '1', '', now())");
            sql.execute(
                    "insert into study select '1.2.3.' || g, repeat('a', 64), 'ACC' || g, 1, false, " + at + numbers);
            sql.execute(
                    "insert into study_revision (study_instance_uid, revision, state, state_at, priority, instances,"
                            + " first_image_at, last_image_at, due_at, scored_at, delivered_at, model_id, triage_priority,"
                            + " suspicion) select '1.2.3.' || g, 1, 'DELIVERED', " + at + ", 'ROUTINE', 4, " + at + ", "
                            + at
                            + ", " + at + ", " + at + ", " + at + ", (select max(id) from model),"
                            + " case when g % 20 = 0 then 'URGENT' else 'ROUTINE' end, (g % 1000) / 1000.0" + numbers);
            sql.execute("update outbox set published_at = due_at");
            sql.execute(
                    "insert into instance (sop_instance_uid, study_instance_uid, series_instance_uid, sop_class_uid,"
                            + " transfer_syntax_uid, revision, spool_id, sha256, length_bytes, decision, slot, candidate,"
                            + " decision_reason, header, origin, received_at, released_at)"
                            + " select '1.2.3.' || g || '.1.' || v, '1.2.3.' || g, '1.2.3', '1.2', '1.2', 1,"
                            + " 'r0-' || md5(g || '-' || v), repeat('a', 64), 1, 'STD_VIEW', 'LCC', true, '', '{}', 'M', "
                            + at
                            + ", case when g <= " + (STUDIES - KEPT) + " then " + at + " end" + numbers
                            + ", generate_series(1, 4) v");
            sql.execute(
                    "insert into output_object (sop_instance_uid, study_instance_uid, revision, series_instance_uid,"
                            + " sop_class_uid, transfer_syntax_uid, kind, ordinal, spool_id, sha256, length_bytes, made_at, released_at)"
                            + " select '1.2.3.' || g || '.2.' || v, '1.2.3.' || g, 1, '1.2.3', '1.2', '1.2',"
                            + " 'SECONDARY_CAPTURE', v, 'w0-' || md5(g || '-' || v), repeat('a', 64), 1, " + at
                            + ", case when g <= "
                            + (STUDIES - KEPT) + " then " + at + " end" + numbers + ", generate_series(1, 2) v");
            sql.execute("insert into shipment (study_instance_uid, revision, destination, priority_rank, open, due_at,"
                    + " created_at) select '1.2.3.' || g, 1, 'pacs', 2, false, " + at + ", " + at + numbers);
            sql.execute("insert into delivery (study_instance_uid, revision, destination, sop_instance_uid, state,"
                    + " due_at, created_at, state_at) select '1.2.3.' || g, 1, 'pacs', '1.2.3.' || g || '.2.' || v,"
                    + " 'DELIVERED', " + at + ", " + at + ", " + at + numbers + ", generate_series(1, 2) v");
            sql.execute("insert into kafka_inbox (event_id, topic, kafka_partition, kafka_offset, study_instance_uid,"
                    + " source, priority, accession_number, occurred_at, received_at, state, state_at, due_at)"
                    + " select gen_random_uuid(), 't', 0, g, '1.2.3.' || g, 'pacs', 'ROUTINE', '', " + at + ", " + at
                    + ", 'FETCHED', " + at + ", " + at + numbers);
            sql.execute("analyze");
        }
    }

    @AfterAll
    static void empty() throws SQLException {
        TestDatabase.get().empty();
    }

    /** What loops, probes and people ask. */
    enum Question {
        CLAIM_FOR_ASSEMBLY {
            @Override
            void ask(Ledger ledger) {
                ledger.studies().claimForAssembly(ANNA, T0, LEASE, 16);
            }
        },
        CLAIM_FOR_SCORING {
            @Override
            void ask(Ledger ledger) {
                ledger.studies().claimForScoring(ANNA, T0, LEASE, 1);
            }
        },
        CLAIM_A_DELIVERY {
            @Override
            void ask(Ledger ledger) {
                ledger.deliveries().claim("pacs", ANNA, T0, LEASE);
            }
        },
        CLAIM_EVENTS {
            @Override
            void ask(Ledger ledger) {
                ledger.outbox().claim(ANNA, T0, LEASE, 100);
            }
        },
        WITHDRAW_EVENTS {
            @Override
            void ask(Ledger ledger) {
                ledger.outbox().withdraw(T0, 100);
            }
        },
        CLAIM_A_FETCH {
            @Override
            void ask(Ledger ledger) {
                ledger.inbox().claim(ANNA, T0, LEASE, 1);
            }
        },
        RECORD {
            @Override
            void ask(Ledger ledger) {
                ledger.studies().recordInstance(Samples.view(STUDIES + 1, 1));
            }
        },
        WORKLIST {
            @Override
            void ask(Ledger ledger) {
                assertThat(ledger.view().worklist(10)).hasSize(10);
            }
        },
        STORY {
            @Override
            void ask(Ledger ledger) {
                assertThat(ledger.view().story(study(STUDIES / 2))).isPresent();
            }
        },
        DEAD_LETTERS {
            @Override
            void ask(Ledger ledger) {
                assertThat(ledger.view().deadLetters(100)).isEmpty();
            }
        },
        RELEASE_EXPIRED {
            @Override
            void ask(Ledger ledger) {
                assertThat(ledger.upkeep().releaseExpired(T0.minus(Duration.ofDays(7)), T0, 200))
                        .isEmpty();
            }
        },
        UNREFERENCED {
            @Override
            void ask(Ledger ledger) {
                List<SpoolId> ids = IntStream.range(0, 1_000)
                        .mapToObj(i -> new SpoolId("r9-" + i))
                        .toList();
                assertThat(ledger.upkeep().unreferenced(ids)).hasSize(1_000);
            }
        },
        REFERENCED {
            @Override
            void ask(Ledger ledger) {
                assertThat(ledger.upkeep().referenced(new SpoolId("r0-8"), 10)).hasSize(10);
            }
        },
        RELEASE_ALL {
            @Override
            void ask(Ledger ledger) {
                ledger.studies().releaseAll(ANNA);
            }
        },
        TAKE_OVER {
            @Override
            void ask(Ledger ledger) {
                ledger.studies().takeOver(ANNA, T0);
            }
        };

        abstract void ask(Ledger ledger);
    }

    @ParameterizedTest
    @EnumSource
    void readsFewRowsOfALongHistory(Question question) throws SQLException {
        long before = rowsRead();
        Instant begin = Instant.now();
        try (HikariDataSource pool = TestDatabase.get().pool(1)) {
            question.ask(PostgresLedger.over(pool));
        }
        Duration time = Duration.between(begin, Instant.now());
        long read = rowsRead() - before;
        System.out.println("[schema] " + question + " over " + STUDIES + " studies: " + read + " rows, "
                + time.toMillis() + " ms with connecting");
        assertThat(read).as("rows read").isLessThanOrEqualTo(MAX_ROWS);
    }

    /** By connections that are closed: they have reported what they read. */
    private static long rowsRead() throws SQLException {
        try (Connection connection = TestDatabase.get().ownerConnection();
                Statement sql = connection.createStatement()) {
            await(connection);
            try (ResultSet rows = sql.executeQuery(
                    "select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) from pg_stat_user_tables")) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static void await(Connection connection) throws SQLException {
        String others = "select count(*) from pg_stat_activity where usename = '" + TestDatabase.RUNTIME_ROLE + "'";
        try (Statement sql = connection.createStatement()) {
            for (int i = 0; i < 200; i++) {
                try (ResultSet rows = sql.executeQuery(others)) {
                    rows.next();
                    if (rows.getLong(1) == 0) {
                        return;
                    }
                }
                sql.execute("select pg_sleep(0.05)");
            }
        }
        throw new IllegalStateException("a connection of another test is open");
    }
}
