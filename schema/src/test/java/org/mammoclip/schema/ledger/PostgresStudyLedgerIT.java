package org.mammoclip.schema.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mammoclip.schema.ledger.Samples.LEASE;
import static org.mammoclip.schema.ledger.Samples.PATIENT;
import static org.mammoclip.schema.ledger.Samples.T0;
import static org.mammoclip.schema.ledger.Samples.exam;
import static org.mammoclip.schema.ledger.Samples.received;
import static org.mammoclip.schema.ledger.Samples.result;
import static org.mammoclip.schema.ledger.Samples.study;
import static org.mammoclip.schema.ledger.Samples.view;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract, and what only a real database under concurrent workers can show. The role may not change the schema. */
@Timeout(120)
class PostgresStudyLedgerIT extends StudyLedgerContractTest {
    private static final Instant LATER = T0.plusSeconds(600);

    private static HikariDataSource pool;

    @BeforeAll
    static void open() {
        pool = TestDatabase.get().pool(10);
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    @Override
    Ledger emptyLedger() throws SQLException {
        TestDatabase.get().empty();
        return PostgresLedger.over(pool);
    }

    /** Runs all of them as close to the same moment as threads can. */
    private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> call : calls) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void recordsOneInstanceOnceHoweverManyPeersSendIt() throws Exception {
        List<Callable<InstanceReceipt>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String file = "file-" + i;
            calls.add(() -> ledger.studies().recordInstance(received(1, 1, file, "pixels", PATIENT, true)));
        }
        assertThat(together(calls))
                .extracting(InstanceReceipt::receipt)
                .containsOnlyOnce(Receipt.NEW)
                .filteredOn(receipt -> receipt == Receipt.DUPLICATE)
                .hasSize(49);
        assertThat(ledger.upkeep().referenced(null, 100)).hasSize(1);
    }

    @Test
    void losesNoInstanceWhenFiftyAssociationsFillOneStudy() throws Exception {
        assertThat(together(IntStream.rangeClosed(1, 50)
                        .<Callable<InstanceReceipt>>mapToObj(
                                n -> () -> ledger.studies().recordInstance(view(1, n)))
                        .toList()))
                .allMatch(receipt -> receipt.receipt() == Receipt.NEW && receipt.revision() == 1);
        StudyStory story = story(1);
        assertThat(story.instances()).hasSize(50);
        assertThat(story.revisions()).hasSize(1);
        assertThat(claimAssembly(LATER).instances()).isEqualTo(50);
        assertThat(story.revisions().get(0).lastImageAt()).isEqualTo(T0.plusSeconds(50));
    }

    @Test
    void decidesBetweenTwoContentsOfOneInstance() throws Exception {
        List<Callable<InstanceReceipt>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String content = "content " + i;
            String file = "file-" + i;
            calls.add(() -> ledger.studies().recordInstance(received(1, 1, file, content, PATIENT, true)));
        }
        assertThat(together(calls))
                .extracting(InstanceReceipt::receipt)
                .containsOnlyOnce(Receipt.NEW)
                .doesNotContain(Receipt.DUPLICATE);
    }

    @Test
    void neverGivesOneRevisionToTwoWorkers() throws Exception {
        int studies = 40;
        for (int study = 1; study <= studies; study++) {
            ledger.studies().recordInstance(view(study, 1));
        }
        List<Callable<List<ClaimedRevision>>> workers = new ArrayList<>();
        for (int w = 0; w < 8; w++) {
            WorkerId worker = new WorkerId("worker-" + w);
            workers.add(() -> {
                List<ClaimedRevision> mine = new ArrayList<>();
                while (true) {
                    List<ClaimedRevision> claimed = ledger.studies().claimForAssembly(worker, LATER, LEASE, 3);
                    if (claimed.isEmpty()) {
                        return mine;
                    }
                    mine.addAll(claimed);
                }
            });
        }
        List<StudyRevision> claimed = together(workers).stream()
                .flatMap(List::stream)
                .map(ClaimedRevision::revision)
                .toList();
        assertThat(claimed).hasSize(studies).doesNotHaveDuplicates();
    }

    @Test
    void becomesDeliveredOnceWhenTwoDestinationsFinishAtTheSameMoment() throws Exception {
        for (int study = 1; study <= 10; study++) {
            receiveFourViews(study);
            assemble(study, LATER);
            score(study, 1, LATER, "pacs", "archive");
            assertThat(together(List.<Callable<StudyState>>of(
                            () -> deliverAll("pacs", LATER), () -> deliverAll("archive", LATER))))
                    .contains(StudyState.DELIVERED);
        }
        assertThat(publishAll(LATER))
                .hasSize(20)
                .filteredOn(event -> event.state().equals("DELIVERED"))
                .hasSize(10);
    }

    @Test
    void announcesAStateChangeExactlyOnceWhenManyWorkersTryIt() throws Exception {
        receiveFourViews(1);
        assemble(1, LATER);
        ClaimedRevision claim = claimScoring(LATER);
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> {
                try {
                    ledger.studies().storeResult(claim, result(1, 1, TriagePriority.URGENT, LATER, "pacs"));
                    return true;
                } catch (LeaseLostException e) {
                    return false;
                }
            });
        }
        assertThat(together(calls)).containsOnlyOnce(true);
        assertThat(publishAll(LATER)).hasSize(1);
        assertThat(story(1).revisions().get(0).outputs()).hasSize(3);
    }

    @Test
    void leavesNothingOfATransactionThatDied() throws Exception {
        receiveFourViews(1);
        assemble(1, LATER);
        ClaimedRevision claim = claimScoring(LATER);
        try (Connection blocker = TestDatabase.get().ownerConnection()) {
            // storeResult stops at its third statement, after the revision is SCORED and announced; then it is killed.
            blocker.setAutoCommit(false);
            try (Statement statement = blocker.createStatement()) {
                statement.execute("lock table output_object in exclusive mode");
            }
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                Future<?> storing = thread.submit(
                        () -> ledger.studies().storeResult(claim, result(1, 1, TriagePriority.URGENT, LATER, "pacs")));
                while (terminateBlocked() == 0) {
                    assertThat(storing.isDone()).isFalse();
                }
                assertThatThrownBy(storing::get).hasCauseInstanceOf(LedgerUnavailableException.class);
            } finally {
                thread.shutdownNow();
            }
            blocker.rollback();
        }
        assertThat(state(1)).isEqualTo(StudyState.ASSEMBLED);
        assertThat(ledger.outbox().claim(Samples.ANNA, LATER, LEASE, 10)).isEmpty();
        assertThat(story(1).revisions().get(0).findings()).isEmpty();
        ledger.studies().storeResult(claim, result(1, 1, TriagePriority.URGENT, LATER, "pacs"));
        assertThat(publishAll(LATER)).hasSize(1);
    }

    private static int terminateBlocked() throws SQLException {
        try (Connection connection = TestDatabase.get().ownerConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and usename = '" + TestDatabase.RUNTIME_ROLE + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void saysUnavailableWhenAStatementTakesTooLong() throws Exception {
        LedgerConnection hasty = new LedgerConnection(Duration.ofSeconds(2), Duration.ofMillis(300));
        try (HikariDataSource small =
                        TestDatabase.pool(TestDatabase.get().url, TestDatabase.RUNTIME_ROLE, "runtime", 1, hasty);
                Connection blocker = TestDatabase.get().ownerConnection()) {
            blocker.setAutoCommit(false);
            try (Statement statement = blocker.createStatement()) {
                statement.execute("lock table instance in exclusive mode");
            }
            StudyLedger studies = PostgresLedger.over(small).studies();
            assertThatThrownBy(() -> studies.recordInstance(view(1, 1)))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("57014");
            blocker.rollback();
            assertThat(studies.recordInstance(view(1, 1)).receipt()).isEqualTo(Receipt.NEW);
        }
    }

    @Test
    void saysRefusedToAUserWithoutRights() throws Exception {
        TestDatabase database = TestDatabase.get();
        database.asOwner("create role stranger login password 'stranger'");
        try (HikariDataSource strange =
                TestDatabase.pool(database.url, "stranger", "stranger", 1, LedgerConnection.DEFAULT)) {
            StudyLedger studies = PostgresLedger.over(strange).studies();
            assertThatThrownBy(() -> studies.instances(study(1)))
                    .isInstanceOf(LedgerRefusedException.class)
                    .hasMessageContaining("42501");
        }
    }

    @Test
    void saysUnavailableWhenNobodyListens() {
        try (HikariDataSource nowhere =
                TestDatabase.pool("jdbc:postgresql://127.0.0.1:1/mammoclip", "x", "x", 1, LedgerConnection.DEFAULT)) {
            StudyLedger studies = PostgresLedger.over(nowhere).studies();
            assertThatThrownBy(() -> studies.instances(study(1))).isInstanceOf(LedgerUnavailableException.class);
        }
    }

    @Test
    void recordsHundredsOfInstancesASecond() throws Exception {
        int threads = 4;
        int each = 400;
        receiveFourViews(9_999);
        long begin = System.nanoTime();
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int first = t * each;
            calls.add(() -> {
                for (int i = 0; i < each; i++) {
                    ledger.studies().recordInstance(view(10_000 + (first + i) / 4, 1 + i % 4));
                }
                return each;
            });
        }
        together(calls);
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "[schema] recordInstance: %.0f/s over %d threads, each call committed%n",
                threads * each / seconds, threads);
        assertThat(ledger.view().status(LATER).latestRevisions()).containsEntry(StudyState.RECEIVING, 401L);
        assertThat(exam(1).images()).hasSize(4);
    }

    /** A year of a busy site: what is asked every second must not read it all. */
    @Test
    void findsWorkAmongManyFinishedStudiesWithoutReadingThem() throws Exception {
        TestDatabase database = TestDatabase.get();
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into model (name, version, checkpoint_sha256, code_version,"
                    + " preprocessing_version, thresholds_version, description, first_used_at)"
                    + " values ('m', '1', repeat('0', 64), '1', '1', '1', '', now())");
            statement.execute("insert into study select '1.9.' || n, repeat('0', 64), 'A' || n, 1, false, now()"
                    + " from generate_series(1, 50000) n");
            statement.execute("insert into study_revision (study_instance_uid, revision, state, state_at, priority,"
                    + " instances, first_image_at, last_image_at, due_at, model_id, triage_priority, suspicion,"
                    + " scored_at, delivered_at) select '1.9.' || n, 1, 'DELIVERED', now(), 'ROUTINE', 1, now(), now(),"
                    + " now(), (select min(id) from model), case when n % 20 = 0 then 'URGENT' else 'ROUTINE' end,"
                    + " random(), now(), now() from generate_series(1, 50000) n");
            statement.execute("insert into instance (sop_instance_uid, study_instance_uid, series_instance_uid,"
                    + " sop_class_uid, transfer_syntax_uid, revision, spool_id, sha256, length_bytes, decision, slot,"
                    + " candidate, decision_reason, header, origin, received_at) select '1.9.' || n || '.1', '1.9.' || n,"
                    + " '1.2', '1.2', '1.2', 1, 'old-' || n, repeat('0', 64), 1, 'STD_VIEW', 'LCC', true, '', '{}', '',"
                    + " now() from generate_series(1, 50000) n");
            statement.execute("update outbox set published_at = now()");
            statement.execute("analyze");
        }
        // What a connection read is counted when it is closed.
        database.asOwner("select pg_stat_reset()");
        try (HikariDataSource own = database.pool(1)) {
            ledger = PostgresLedger.over(own);
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER, "pacs");
            deliverAll("pacs", LATER);
            publishAll(LATER);
            assertThat(ledger.view().worklist(20))
                    .extracting(WorklistEntry::priority)
                    .containsOnly(TriagePriority.URGENT);
            ledger.upkeep().releaseExpired(T0, LATER, 100);
            assertThat(ledger.upkeep().referenced(new SpoolId("old-2"), 10)).hasSize(10);
            story(1);
        }
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select relname || ' ' || seq_tup_read from pg_stat_user_tables"
                        + " where seq_tup_read >= 50000")) {
            List<String> scanned = new ArrayList<>();
            while (rows.next()) {
                scanned.add(rows.getString(1));
            }
            assertThat(scanned)
                    .as("tables read from end to end, and their rows")
                    .isEmpty();
        }
    }
}
