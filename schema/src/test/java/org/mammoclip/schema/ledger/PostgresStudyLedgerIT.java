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
}
