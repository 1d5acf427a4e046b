package org.mammoclip.schema.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mammoclip.schema.ledger.Samples.ANNA;
import static org.mammoclip.schema.ledger.Samples.BERT;
import static org.mammoclip.schema.ledger.Samples.GRACE;
import static org.mammoclip.schema.ledger.Samples.LEASE;
import static org.mammoclip.schema.ledger.Samples.PATIENT;
import static org.mammoclip.schema.ledger.Samples.T0;
import static org.mammoclip.schema.ledger.Samples.exam;
import static org.mammoclip.schema.ledger.Samples.image;
import static org.mammoclip.schema.ledger.Samples.received;
import static org.mammoclip.schema.ledger.Samples.receivedAt;
import static org.mammoclip.schema.ledger.Samples.result;
import static org.mammoclip.schema.ledger.Samples.study;
import static org.mammoclip.schema.ledger.Samples.view;
import static org.mammoclip.schema.ledger.Samples.withPriority;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mammoclip.schema.event.EventCodec;
import org.mammoclip.schema.event.StudyAvailable;
import org.mammoclip.schema.event.TriageCompleted;

/** What every implementation of the ledger keeps. */
abstract class StudyLedgerContractTest {
    private static final PatientKey OTHER_PATIENT = PatientKey.of("P2", "HOSPITAL");
    private static final Instant LATER = T0.plusSeconds(600);

    protected Ledger ledger;

    /** A ledger without rows. */
    abstract Ledger emptyLedger() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        ledger = emptyLedger();
    }

    // One study, step by step; each step returns what the next one needs.

    void receiveFourViews(int study) {
        for (int number = 1; number <= 4; number++) {
            assertThat(ledger.studies().recordInstance(view(study, number)).receipt())
                    .isEqualTo(Receipt.NEW);
        }
    }

    ClaimedRevision claimAssembly(Instant now) {
        List<ClaimedRevision> claims = ledger.studies().claimForAssembly(ANNA, now, LEASE, 10);
        assertThat(claims).hasSize(1);
        return claims.get(0);
    }

    ClaimedRevision claimScoring(Instant now) {
        List<ClaimedRevision> claims = ledger.studies().claimForScoring(ANNA, now, LEASE, 10);
        assertThat(claims).hasSize(1);
        return claims.get(0);
    }

    void assemble(int study, Instant at) {
        assertThat(ledger.studies().assembled(claimAssembly(at), exam(study), at))
                .isTrue();
    }

    void score(int study, int revision, Instant at, String... destinations) {
        ledger.studies()
                .storeResult(claimScoring(at), result(study, revision, TriagePriority.URGENT, at, destinations));
    }

    StudyState deliverAll(String destination, Instant at) {
        DeliveryBatch batch =
                ledger.deliveries().claim(destination, ANNA, at, LEASE).orElseThrow();
        StudyState state = StudyState.SCORED;
        for (DeliveryTask task : batch.tasks()) {
            state = ledger.deliveries().delivered(batch, task, "0000H", at);
        }
        return state;
    }

    StudyStory story(int study) {
        return ledger.view().story(study(study)).orElseThrow();
    }

    StudyState state(int study) {
        List<StudyStory.Revision> revisions = story(study).revisions();
        return revisions.get(revisions.size() - 1).state();
    }

    List<TriageCompleted> publishAll(Instant now) throws Exception {
        List<TriageCompleted> published = new java.util.ArrayList<>();
        while (true) {
            List<OutboxEvent> events = ledger.outbox().claim(ANNA, now, LEASE, 100);
            if (events.isEmpty()) {
                return published;
            }
            for (OutboxEvent event : events) {
                published.add(EventCodec.decodeTriageCompleted(
                        event.payload().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            }
            ledger.outbox().published(events, now);
        }
    }

    @Nested
    class Recording {
        @Test
        void opensTheFirstRevisionWithTheFirstInstance() {
            InstanceReceipt receipt = ledger.studies().recordInstance(view(1, 1));
            assertThat(receipt).isEqualTo(new InstanceReceipt(Receipt.NEW, 1, false));
            StudyStory story = story(1);
            assertThat(story.accessionNumber()).isEqualTo("ACC1");
            assertThat(story.instances()).hasSize(1);
            LedgerInstance instance = story.instances().get(0);
            ReceivedInstance sent = view(1, 1);
            assertThat(instance.key()).isEqualTo(sent.key());
            assertThat(instance.object()).isEqualTo(sent.object());
            assertThat(instance.decision()).isEqualTo(sent.decision());
            assertThat(instance.headerJson()).isEqualTo(sent.headerJson());
            assertThat(instance.receivedAt()).isEqualTo(sent.receivedAt());
            assertThat(instance.pixelsReleased()).isFalse();
            assertThat(story.revisions().get(0).nextDecisionAt()).isEqualTo(sent.decideAt());
        }

        @Test
        void callsTheSameBytesADuplicate() {
            ledger.studies().recordInstance(view(1, 1));
            assertThat(ledger.studies()
                            .recordInstance(received(1, 1, "other-file", "pixels 1 1", PATIENT, true))
                            .receipt())
                    .isEqualTo(Receipt.DUPLICATE);
            assertThat(ledger.studies().instances(study(1))).hasSize(1);
        }

        @Test
        void answersNewAgainWhenTheAnswerWasLostSoThatTheFileIsKept() {
            ledger.studies().recordInstance(view(1, 1));
            assertThat(ledger.studies().recordInstance(view(1, 1)).receipt()).isEqualTo(Receipt.NEW);
            assertThat(ledger.studies().instances(study(1))).hasSize(1);
        }

        @Test
        void keepsFirstCopyWhenBytesDiffer() {
            ledger.studies().recordInstance(view(1, 1));
            assertThat(ledger.studies()
                            .recordInstance(received(1, 1, "other-file", "other pixels", PATIENT, true))
                            .receipt())
                    .isEqualTo(Receipt.CONFLICT);
            assertThat(ledger.studies().instances(study(1)).get(0).object())
                    .isEqualTo(view(1, 1).object());
            assertThat(story(1).audit()).extracting(AuditEntry::action).containsExactly("INSTANCE_CONFLICT");
        }

        @Test
        void callsAKnownInstanceInAnotherStudyAConflict() {
            ledger.studies().recordInstance(view(1, 1));
            ReceivedInstance first = view(1, 1);
            ReceivedInstance moved = view(2, 1);
            assertThat(ledger.studies()
                            .recordInstance(new ReceivedInstance(
                                    new InstanceKey(
                                            study(2),
                                            first.key().seriesInstanceUid(),
                                            first.key().sopInstanceUid()),
                                    moved.object(),
                                    moved.decision(),
                                    PATIENT,
                                    "",
                                    moved.headerJson(),
                                    moved.origin(),
                                    moved.priority(),
                                    moved.receivedAt(),
                                    moved.decideAt()))
                            .receipt())
                    .isEqualTo(Receipt.CONFLICT);
            assertThat(ledger.view().story(study(2))).isEmpty();
        }

        @Test
        void stopsAStudyOfTwoPatients() throws Exception {
            receiveFourViews(1);
            InstanceReceipt receipt =
                    ledger.studies().recordInstance(received(1, 5, "s1-5", "pixels", OTHER_PATIENT, true));
            assertThat(receipt).isEqualTo(new InstanceReceipt(Receipt.NEW, 1, true));
            assertThat(ledger.studies().claimForAssembly(ANNA, LATER, LEASE, 10))
                    .isEmpty();
            StudyStory.Revision revision = story(1).revisions().get(0);
            assertThat(revision.state()).isEqualTo(StudyState.FAILED);
            assertThat(revision.failure())
                    .isNotNull()
                    .extracting(StudyStory.Failure::code)
                    .isEqualTo(FailureCode.IDENTITY_CONFLICT);
            assertThat(ledger.view().status(LATER).quarantined()).isEqualTo(1);
            assertThat(publishAll(LATER)).singleElement().satisfies(event -> {
                assertThat(event.state()).isEqualTo("FAILED");
                assertThat(event.reason()).isEqualTo("2002");
                assertThat(event.priority()).isEqualTo("NONE");
            });
            // What comes afterwards is kept and changes nothing, whoever's it is.
            assertThat(ledger.studies().recordInstance(view(1, 6)))
                    .isEqualTo(new InstanceReceipt(Receipt.NEW, 1, true));
            assertThat(ledger.studies().claimForAssembly(ANNA, LATER, LEASE, 10))
                    .isEmpty();
            assertThat(publishAll(LATER)).isEmpty();
        }

        @Test
        void neverRetriesAStudyOfTwoPatients() {
            receiveFourViews(1);
            ledger.studies().recordInstance(received(1, 5, "s1-5", "pixels", OTHER_PATIENT, true));
            DeadLetter letter = ledger.view().deadLetters(10).get(0);
            assertThat(ledger.upkeep().requeue(letter.id(), "operator", LATER)).isFalse();
            assertThatThrownBy(() -> ledger.upkeep().replay(study(1), null, "operator", LATER))
                    .isInstanceOf(IllegalStateException.class);
        }

        @Test
        void takesTheLeaseAwayWhenASecondPatientArrives() {
            receiveFourViews(1);
            assemble(1, LATER);
            ClaimedRevision scoring = claimScoring(LATER);
            ledger.studies().recordInstance(received(1, 5, "s1-5", "pixels", OTHER_PATIENT, true));
            assertThatThrownBy(() ->
                            ledger.studies().storeResult(scoring, result(1, 1, TriagePriority.URGENT, LATER, "pacs")))
                    .isInstanceOf(LeaseLostException.class);
            assertThat(state(1)).isEqualTo(StudyState.FAILED);
        }

        @Test
        void leavesADeliveredResultWhenASecondPatientArrivesLater() {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER);
            InstanceReceipt receipt =
                    ledger.studies().recordInstance(received(1, 5, "s1-5", "pixels", OTHER_PATIENT, true));
            assertThat(receipt).isEqualTo(new InstanceReceipt(Receipt.NEW, 2, true));
            assertThat(story(1).revisions())
                    .extracting(StudyStory.Revision::state)
                    .containsExactly(StudyState.DELIVERED, StudyState.FAILED);
        }
    }

    @Nested
    class Assembling {
        @Test
        void claimsOnlyWhatIsDue() {
            ledger.studies().recordInstance(view(1, 1));
            Instant due = T0.plusSeconds(1).plus(GRACE);
            assertThat(ledger.studies().claimForAssembly(ANNA, due.minusMillis(1), LEASE, 10))
                    .isEmpty();
            ClaimedRevision claim = claimAssembly(due);
            assertThat(claim.revision()).isEqualTo(new StudyRevision(study(1), 1));
            assertThat(claim.attempt()).isEqualTo(1);
            assertThat(claim.instances()).isEqualTo(1);
            assertThat(claim.accessionNumber()).isEqualTo("ACC1");
            assertThat(claim.leaseUntil()).isEqualTo(due.plus(LEASE));
        }

        @Test
        void isPutOffByEveryCandidateAndByNothingElse() {
            ledger.studies().recordInstance(view(1, 1));
            ledger.studies().recordInstance(view(1, 2));
            assertThat(story(1).revisions().get(0).nextDecisionAt())
                    .isEqualTo(T0.plusSeconds(2).plus(GRACE));
            ledger.studies().recordInstance(received(1, 3, "s1-3", "volume", PATIENT, false));
            assertThat(story(1).revisions().get(0).nextDecisionAt())
                    .isEqualTo(T0.plusSeconds(2).plus(GRACE));
            assertThat(story(1).revisions().get(0).lastImageAt()).isEqualTo(T0.plusSeconds(2));
        }

        @Test
        void waitsAndForgetsTheAttempt() {
            ledger.studies().recordInstance(view(1, 1));
            ledger.studies().waitUntil(claimAssembly(T0.plusSeconds(10)), T0.plusSeconds(60));
            assertThat(ledger.studies().claimForAssembly(ANNA, T0.plusSeconds(59), LEASE, 10))
                    .isEmpty();
            assertThat(claimAssembly(T0.plusSeconds(60)).attempt()).isEqualTo(1);
        }

        @Test
        void doesNotWaitPastAnInstanceThatArrivedMeanwhile() {
            ledger.studies().recordInstance(view(1, 1));
            ClaimedRevision claim = claimAssembly(T0.plusSeconds(10));
            ledger.studies().recordInstance(view(1, 20));
            ledger.studies().waitUntil(claim, T0.plusSeconds(60));
            assertThat(story(1).revisions().get(0).nextDecisionAt())
                    .isEqualTo(T0.plusSeconds(20).plus(GRACE));
        }

        @Test
        void isNotDecidedWithoutAnInstanceThatArrivedMeanwhile() {
            receiveFourViews(1);
            ClaimedRevision claim = claimAssembly(LATER);
            ledger.studies().recordInstance(received(1, 5, "s1-5", "volume", PATIENT, false));
            assertThat(ledger.studies().assembled(claim, exam(1), LATER)).isFalse();
            assertThat(ledger.studies()
                            .ineligible(claimAssembly(LATER), new IneligibleReason("DIAGNOSTIC", "because"), LATER))
                    .isTrue();
        }

        @Test
        void keepsTheChosenImages() {
            receiveFourViews(1);
            assemble(1, LATER);
            StudyStory.Revision revision = story(1).revisions().get(0);
            assertThat(revision.images()).isEqualTo(exam(1).images());
            assertThat(revision.assemblyReason()).isEqualTo("four views");
            assertThat(revision.assembledAt()).isEqualTo(LATER);
        }

        @Test
        void announcesWhatIsIneligibleWithItsReason() throws Exception {
            receiveFourViews(1);
            ledger.studies().ineligible(claimAssembly(LATER), new IneligibleReason("MISSING_VIEWS", "no MLO"), LATER);
            assertThat(story(1).revisions().get(0).ineligible())
                    .isEqualTo(new IneligibleReason("MISSING_VIEWS", "no MLO"));
            assertThat(publishAll(LATER)).singleElement().satisfies(event -> {
                assertThat(event.state()).isEqualTo("INELIGIBLE");
                assertThat(event.reason()).isEqualTo("MISSING_VIEWS");
                assertThat(event.model()).isNull();
                assertThat(event.findings()).isEmpty();
            });
        }

        @Test
        void opensTheNextRevisionForALateCandidate() {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER);
            assertThat(ledger.studies().recordInstance(view(1, 5)).revision()).isEqualTo(2);
            ClaimedRevision late = claimAssembly(LATER);
            assertThat(late.revision().revision()).isEqualTo(2);
            assertThat(late.instances()).isEqualTo(5);
            assertThat(late.predecessor()).isEqualTo(1);
        }

        @Test
        void opensNoRevisionForALateObjectThatIsNotAnalysed() {
            receiveFourViews(1);
            assemble(1, LATER);
            assertThat(ledger.studies().recordInstance(received(1, 5, "s1-5", "volume", PATIENT, false)))
                    .isEqualTo(new InstanceReceipt(Receipt.NEW, 1, false));
            assertThat(story(1).revisions()).hasSize(1);
        }

        @Test
        void supersedesAnEarlierRevisionThatNobodyBeganToScore() {
            receiveFourViews(1);
            assemble(1, LATER);
            ledger.studies().recordInstance(view(1, 5));
            assemble(1, LATER.plusSeconds(1));
            assertThat(story(1).revisions())
                    .extracting(StudyStory.Revision::state)
                    .containsExactly(StudyState.INELIGIBLE, StudyState.ASSEMBLED);
            assertThat(story(1).revisions().get(0).ineligible()).isEqualTo(IneligibleReason.SUPERSEDED);
        }

        @Test
        void scoresALaterRevisionOnlyAfterTheEarlierOne() {
            receiveFourViews(1);
            assemble(1, LATER);
            ClaimedRevision first = claimScoring(LATER);
            ledger.studies().recordInstance(view(1, 5));
            assemble(1, LATER);
            assertThat(ledger.studies().claimForScoring(BERT, LATER, LEASE, 10)).isEmpty();
            ledger.studies().storeResult(first, result(1, 1, TriagePriority.ROUTINE, LATER));
            assertThat(claimScoring(LATER).revision().revision()).isEqualTo(2);
        }

        @Test
        void withdrawsARevisionThatWouldChangeNothing() {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER);
            ledger.studies().recordInstance(view(1, 5));
            assertThat(ledger.studies().withdraw(claimAssembly(LATER), "the same images", LATER))
                    .isTrue();
            StudyStory story = story(1);
            assertThat(story.revisions()).hasSize(1);
            assertThat(story.instances()).hasSize(5).allMatch(instance -> instance.revision() == 1);
            assertThat(story.audit()).extracting(AuditEntry::action).contains("REVISION_WITHDRAWN");
            assertThat(ledger.studies().recordInstance(view(1, 6)).revision()).isEqualTo(2);
        }

        @Test
        void refusesStepsThatTheStateDoesNotAllow() {
            receiveFourViews(1);
            ClaimedRevision receiving = claimAssembly(LATER);
            assertThatThrownBy(
                            () -> ledger.studies().storeResult(receiving, result(1, 1, TriagePriority.URGENT, LATER)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ledger.studies().withdraw(receiving, "", LATER))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Leasing {
        @Test
        void givesLeasedWorkToNobodyElse() {
            receiveFourViews(1);
            claimAssembly(LATER);
            assertThat(ledger.studies().claimForAssembly(BERT, LATER.plus(LEASE).minusMillis(1), LEASE, 10))
                    .isEmpty();
        }

        @Test
        void freesWorkWhenItsLeaseExpiresAndCountsTheAttempt() {
            receiveFourViews(1);
            claimAssembly(LATER);
            assertThat(ledger.studies().claimForAssembly(BERT, LATER.plus(LEASE), LEASE, 10))
                    .singleElement()
                    .satisfies(claim -> assertThat(claim.attempt()).isEqualTo(2));
        }

        @Test
        void fencesOffWhoeverLostTheLease() {
            receiveFourViews(1);
            assemble(1, LATER);
            ClaimedRevision lost = claimScoring(LATER);
            Instant expired = LATER.plus(LEASE);
            ClaimedRevision current =
                    ledger.studies().claimForScoring(BERT, expired, LEASE, 1).get(0);
            ScoringResult result = result(1, 1, TriagePriority.URGENT, expired, "pacs");
            assertThatThrownBy(() -> ledger.studies().storeResult(lost, result)).isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(() -> ledger.studies().renew(lost, expired, LEASE))
                    .isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(() -> ledger.studies().fail(lost, FailureCode.INTERNAL, "", expired))
                    .isInstanceOf(LeaseLostException.class);
            assertThat(story(1).revisions().get(0).outputs()).isEmpty();
            ledger.studies().storeResult(current, result);
            assertThatThrownBy(() -> ledger.studies().storeResult(current, result))
                    .isInstanceOf(LeaseLostException.class);
            assertThat(story(1).revisions().get(0).outputs()).hasSize(3);
        }

        @Test
        void keepsAnExpiredLeaseThatNobodyClaimedSince() {
            receiveFourViews(1);
            ClaimedRevision claim = claimAssembly(LATER);
            Instant expired = LATER.plus(LEASE).plusSeconds(10);
            assertThat(ledger.studies().renew(claim, expired, LEASE).leaseUntil())
                    .isEqualTo(expired.plus(LEASE));
            assertThat(ledger.studies().claimForAssembly(BERT, expired, LEASE, 10))
                    .isEmpty();
        }

        @Test
        void givesEverythingBackUncountedAtShutdown() {
            receiveFourViews(1);
            claimAssembly(LATER);
            assertThat(ledger.studies().releaseAll(ANNA)).isEqualTo(1);
            assertThat(claimAssembly(LATER).attempt()).isEqualTo(1);
        }

        @Test
        void freesTheLeasesOfADeadWorkerAtOnceAndCountsItsAttempts() {
            receiveFourViews(1);
            ClaimedRevision lost = claimAssembly(LATER);
            assertThat(ledger.studies().takeOver(BERT, LATER)).isZero();
            assertThat(ledger.studies().takeOver(ANNA, LATER)).isEqualTo(1);
            assertThat(claimAssembly(LATER).attempt()).isEqualTo(2);
            assertThatThrownBy(() -> ledger.studies().waitUntil(lost, LATER)).isInstanceOf(LeaseLostException.class);
        }

        @Test
        void letsOthersGoFirstWhenARevisionMayBeWhatKillsWorkers() {
            receiveFourViews(1);
            assemble(1, LATER);
            for (int attempt = 1; attempt <= 3; attempt++) {
                assertThat(claimScoring(LATER).attempt()).isEqualTo(attempt);
                ledger.studies().takeOver(ANNA, LATER);
            }
            assertThat(ledger.studies().claimForScoring(ANNA, LATER.plusSeconds(14), LEASE, 10))
                    .isEmpty();
            assertThat(claimScoring(LATER.plusSeconds(15)).attempt()).isEqualTo(4);
        }

        @Test
        void claimsUrgentBeforeRoutineBeforeBackfillAndOldestFirst() {
            List<RequestPriority> priorities = List.of(
                    RequestPriority.BACKFILL, RequestPriority.ROUTINE, RequestPriority.URGENT, RequestPriority.ROUTINE);
            for (int study = 1; study <= 4; study++) {
                ledger.studies().recordInstance(withPriority(view(study, 5 - study), priorities.get(study - 1)));
            }
            for (ClaimedRevision claim : ledger.studies().claimForAssembly(ANNA, LATER, LEASE, 10)) {
                ledger.studies()
                        .assembled(
                                claim,
                                new AssembledExam(
                                        List.of(new AssembledExam.Image(
                                                ledger.studies()
                                                        .instances(
                                                                claim.revision().studyInstanceUid())
                                                        .get(0)
                                                        .key()
                                                        .sopInstanceUid(),
                                                "LCC")),
                                        true,
                                        ""),
                                LATER);
            }
            assertThat(ledger.studies().claimForScoring(ANNA, LATER, LEASE, 1))
                    .extracting(claim -> claim.revision().studyInstanceUid())
                    .containsExactly(study(3));
            assertThat(ledger.studies().claimForScoring(ANNA, LATER, LEASE, 10))
                    .extracting(claim -> claim.revision().studyInstanceUid())
                    .containsExactly(study(4), study(2), study(1));
        }

        @Test
        void retriesLaterAndRemembersTheCause() {
            receiveFourViews(1);
            assemble(1, LATER);
            ledger.studies()
                    .retryLater(claimScoring(LATER), FailureCode.MODEL_UNAVAILABLE, "no memory", LATER.plusSeconds(30));
            assertThat(ledger.studies().claimForScoring(ANNA, LATER.plusSeconds(29), LEASE, 10))
                    .isEmpty();
            assertThat(claimScoring(LATER.plusSeconds(30)).attempt()).isEqualTo(2);
            assertThat(story(1).revisions().get(0).failure())
                    .isEqualTo(new StudyStory.Failure(FailureCode.MODEL_UNAVAILABLE, "no memory"));
        }

        @Test
        void failsAndReturnsToTheStateItFailedInWhenRequeued() {
            receiveFourViews(1);
            assemble(1, LATER);
            ledger.studies().fail(claimScoring(LATER), FailureCode.PIXELS_UNDECODABLE, "LCC", LATER);
            DeadLetter letter = ledger.view().deadLetters(10).get(0);
            assertThat(letter.code()).isEqualTo(FailureCode.PIXELS_UNDECODABLE);
            assertThat(letter.where()).isEqualTo("ASSEMBLED");
            assertThat(ledger.view().deadLetter(letter.id())).contains(letter);
            assertThat(ledger.upkeep().requeue(letter.id(), "operator", LATER)).isTrue();
            assertThat(ledger.upkeep().requeue(letter.id(), "operator", LATER)).isFalse();
            assertThat(claimScoring(LATER).attempt()).isEqualTo(1);
            assertThat(ledger.view().deadLetters(10)).isEmpty();
        }
    }

    @Nested
    class Delivering {
        @Test
        void sendsSecondaryCapturesBeforeStructuredReports() {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER, "pacs");
            DeliveryBatch batch =
                    ledger.deliveries().claim("pacs", ANNA, LATER, LEASE).orElseThrow();
            assertThat(batch.tasks())
                    .extracting(task -> task.output().kind())
                    .containsExactly(
                            OutputKind.SECONDARY_CAPTURE, OutputKind.MAMMOGRAPHY_CAD_SR, OutputKind.TID1500_SR);
            assertThat(batch.priority()).isEqualTo(TriagePriority.URGENT);
            assertThat(ledger.deliveries().claim("pacs", BERT, LATER, LEASE)).isEmpty();
            assertThat(ledger.deliveries().claim("elsewhere", BERT, LATER, LEASE))
                    .isEmpty();
        }

        @Test
        void isDeliveredWhenEveryDestinationHasEveryObject() throws Exception {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER, "pacs", "archive");
            assertThat(deliverAll("pacs", LATER.plusSeconds(1))).isEqualTo(StudyState.SCORED);
            assertThat(deliverAll("archive", LATER.plusSeconds(2))).isEqualTo(StudyState.DELIVERED);
            StudyStory.Revision revision = story(1).revisions().get(0);
            assertThat(revision.deliveredAt()).isEqualTo(LATER.plusSeconds(2));
            assertThat(revision.deliveries())
                    .hasSize(6)
                    .allMatch(d -> d.answer().equals("0000H"));
            assertThat(publishAll(LATER.plusSeconds(3)))
                    .extracting(TriageCompleted::state)
                    .containsExactly("SCORED", "DELIVERED");
            assertThat(ledger.deliveries().claim("pacs", ANNA, LATER.plusSeconds(3), LEASE))
                    .isEmpty();
        }

        @Test
        void isDeliveredAtOnceWhenNothingIsToBeSent() throws Exception {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER);
            assertThat(state(1)).isEqualTo(StudyState.DELIVERED);
            assertThat(publishAll(LATER)).extracting(TriageCompleted::state).containsExactly("SCORED", "DELIVERED");
        }

        @Test
        void tellsEverythingInTheEvent() throws Exception {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER, "pacs");
            deliverAll("pacs", LATER.plusSeconds(1));
            TriageCompleted event = publishAll(LATER.plusSeconds(1)).get(1);
            assertThat(event.studyInstanceUid()).isEqualTo(study(1));
            assertThat(event.revision()).isEqualTo(1);
            assertThat(event.accessionNumber()).isEqualTo("ACC1");
            assertThat(event.priority()).isEqualTo("URGENT");
            assertThat(event.findings())
                    .containsExactly(
                            new TriageCompleted.Finding("mass", "LEFT", 0.9, 0.5, true),
                            new TriageCompleted.Finding("mass", null, 0.9, 0.5, true));
            assertThat(event.model())
                    .isEqualTo(new TriageCompleted.Model(
                            "demo",
                            "1",
                            Samples.digest("checkpoint").hex(),
                            "0.1.0",
                            "prep-1",
                            "site-1",
                            Samples.digest("findings").hex()));
            assertThat(event.outputs()).hasSize(3);
            assertThat(event.timings())
                    .isEqualTo(new TriageCompleted.Timings(T0.plusSeconds(4), LATER, LATER.plusSeconds(1)));
        }

        @Test
        void keepsTheModelAndTheDensityOfAResult() {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER);
            StudyStory.Revision revision = story(1).revisions().get(0);
            assertThat(revision.density()).isEqualTo(new RecordedDensity(0.1, 0.2, 0.3, 0.4));
            assertThat(revision.model().findingsSha256()).isEqualTo(Samples.digest("findings"));
        }

        @Test
        void holdsTheReportsBackUntilTheCapturesAreSent() {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER, "pacs");
            DeliveryBatch batch =
                    ledger.deliveries().claim("pacs", ANNA, LATER, LEASE).orElseThrow();
            ledger.deliveries()
                    .retryLater(batch, batch.tasks().get(0), FailureCode.PEER_BUSY, "A700H", LATER.plusSeconds(5));
            ledger.deliveries().release(batch, LATER);
            assertThat(ledger.deliveries().claim("pacs", ANNA, LATER.plusSeconds(4), LEASE))
                    .isEmpty();
            DeliveryBatch again = ledger.deliveries()
                    .claim("pacs", ANNA, LATER.plusSeconds(5), LEASE)
                    .orElseThrow();
            assertThat(again.tasks()).extracting(DeliveryTask::attempt).containsExactly(2, 1, 1);
        }

        @Test
        void putsADestinationThatIsDownOffWithoutCounting() {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER, "pacs");
            DeliveryBatch batch =
                    ledger.deliveries().claim("pacs", ANNA, LATER, LEASE).orElseThrow();
            ledger.deliveries().release(batch, LATER.plusSeconds(30));
            assertThat(ledger.deliveries().claim("pacs", ANNA, LATER.plusSeconds(29), LEASE))
                    .isEmpty();
            assertThat(ledger.deliveries()
                            .claim("pacs", BERT, LATER.plusSeconds(30), LEASE)
                            .orElseThrow()
                            .tasks())
                    .extracting(DeliveryTask::attempt)
                    .containsExactly(1, 1, 1);
            ledger.deliveries().release(batch, LATER.plusSeconds(90));
            assertThatThrownBy(() ->
                            ledger.deliveries().delivered(batch, batch.tasks().get(0), "0000H", LATER))
                    .isInstanceOf(LeaseLostException.class);
        }

        @Test
        void becomesFailedWithADeadLetterAndDeliveredAfterARequeue() throws Exception {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER, "pacs");
            DeliveryBatch batch =
                    ledger.deliveries().claim("pacs", ANNA, LATER, LEASE).orElseThrow();
            ledger.deliveries().abandon(batch, batch.tasks().get(0), FailureCode.DELIVERY_REFUSED, "0122H", LATER);
            ledger.deliveries().delivered(batch, batch.tasks().get(1), "0000H", LATER);
            assertThat(ledger.deliveries().delivered(batch, batch.tasks().get(2), "0000H", LATER))
                    .isEqualTo(StudyState.FAILED);
            DeadLetter letter = ledger.view().deadLetters(10).get(0);
            assertThat(letter.where()).isEqualTo("pacs");
            assertThat(letter.code()).isEqualTo(FailureCode.DELIVERY_REFUSED);
            assertThat(ledger.view().status(LATER).deadDeliveries()).containsEntry("pacs", 1L);
            assertThat(ledger.upkeep().requeue(letter.id(), "operator", LATER)).isTrue();
            assertThat(state(1)).isEqualTo(StudyState.SCORED);
            assertThat(deliverAll("pacs", LATER)).isEqualTo(StudyState.DELIVERED);
            assertThat(publishAll(LATER))
                    .extracting(TriageCompleted::state)
                    .containsExactly("SCORED", "FAILED", "SCORED", "DELIVERED");
            assertThat(ledger.view().deadLetters(10)).isEmpty();
        }

        @Test
        void settlesADeliveryOnce() {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER, "pacs");
            DeliveryBatch batch =
                    ledger.deliveries().claim("pacs", ANNA, LATER, LEASE).orElseThrow();
            ledger.deliveries().delivered(batch, batch.tasks().get(0), "0000H", LATER);
            ledger.deliveries().delivered(batch, batch.tasks().get(0), "0000H", LATER);
            assertThat(story(1).revisions().get(0).deliveries())
                    .filteredOn(d -> d.state() == DeliveryState.DELIVERED)
                    .singleElement()
                    .satisfies(d -> assertThat(d.attempts()).isEqualTo(1));
        }

        @Test
        void sendsUrgentResultsFirstAndRevisionsInOrder() {
            for (int study = 1; study <= 2; study++) {
                receiveFourViews(study);
                assemble(study, LATER);
                ledger.studies()
                        .storeResult(
                                claimScoring(LATER),
                                result(
                                        study,
                                        1,
                                        study == 1 ? TriagePriority.ROUTINE : TriagePriority.URGENT,
                                        LATER.plusSeconds(study),
                                        "pacs"));
            }
            Instant now = LATER.plusSeconds(10);
            ledger.studies().recordInstance(view(1, 5));
            assemble(1, now);
            ledger.studies().storeResult(claimScoring(now), result(1, 2, TriagePriority.URGENT, now, "pacs"));
            assertThat(ledger.deliveries()
                            .claim("pacs", ANNA, now, LEASE)
                            .orElseThrow()
                            .revision())
                    .isEqualTo(new StudyRevision(study(2), 1));
            assertThat(ledger.deliveries()
                            .claim("pacs", ANNA, now, LEASE)
                            .orElseThrow()
                            .revision())
                    .isEqualTo(new StudyRevision(study(1), 1));
            assertThat(ledger.deliveries().claim("pacs", ANNA, now, LEASE)).isEmpty();
        }
    }

    @Nested
    class Announcing {
        private StudyAvailable event(int number, StudyAvailable.Priority priority) {
            return new StudyAvailable(new UUID(0, number), study(number), "pacs", priority, "ACC" + number, T0);
        }

        private void accept(int number, StudyAvailable.Priority priority, Instant at) {
            assertThat(ledger.inbox().accept(event(number, priority), new InboxPosition("t", 0, number), at))
                    .isEqualTo(Receipt.NEW);
        }

        @Test
        void acceptsAnEventOnce() {
            accept(1, StudyAvailable.Priority.ROUTINE, T0);
            assertThat(ledger.inbox()
                            .accept(
                                    event(1, StudyAvailable.Priority.ROUTINE),
                                    new InboxPosition("t", 0, 9),
                                    T0.plusSeconds(1)))
                    .isEqualTo(Receipt.DUPLICATE);
            assertThat(ledger.inbox().claim(ANNA, LATER, LEASE, 10)).hasSize(1);
            assertThat(ledger.view().studiesOf("ACC1")).containsExactly(study(1));
            assertThat(story(1).announcements())
                    .singleElement()
                    .satisfies(announcement -> assertThat(announcement.state()).isEqualTo(FetchState.RETRIEVING));
        }

        @Test
        void fetchesUrgentBeforeRoutineBeforeBackfill() {
            accept(1, StudyAvailable.Priority.BACKFILL, T0);
            accept(2, StudyAvailable.Priority.ROUTINE, T0);
            accept(3, StudyAvailable.Priority.URGENT, T0.plusSeconds(1));
            assertThat(ledger.inbox().claim(ANNA, LATER, LEASE, 10))
                    .extracting(FetchTask::studyInstanceUid)
                    .containsExactly(study(3), study(2), study(1));
        }

        @Test
        void retriesTransientAndKeepsPermanentFailuresForSomebodyToLookAt() {
            accept(1, StudyAvailable.Priority.ROUTINE, T0);
            FetchTask task = ledger.inbox().claim(ANNA, LATER, LEASE, 1).get(0);
            ledger.inbox().retryLater(task, FailureCode.SOURCE_UNAVAILABLE, "503", LATER.plusSeconds(10));
            assertThat(ledger.inbox().claim(ANNA, LATER.plusSeconds(9), LEASE, 1))
                    .isEmpty();
            FetchTask second =
                    ledger.inbox().claim(ANNA, LATER.plusSeconds(10), LEASE, 1).get(0);
            assertThat(second.attempt()).isEqualTo(2);
            ledger.inbox().reject(second, FailureCode.SOURCE_REFUSED, "404", LATER);
            assertThat(ledger.inbox().claim(ANNA, LATER.plusSeconds(999), LEASE, 1))
                    .isEmpty();
            assertThat(ledger.view().status(LATER).rejectedAnnouncements()).isEqualTo(1);
            DeadLetter letter = ledger.view().deadLetters(10).get(0);
            assertThat(letter.code()).isEqualTo(FailureCode.SOURCE_REFUSED);
            assertThat(ledger.upkeep().requeue(letter.id(), "operator", LATER)).isTrue();
            assertThat(ledger.inbox().claim(ANNA, LATER, LEASE, 1)).hasSize(1);
        }

        @Test
        void isFencedLikeEverythingElse() {
            accept(1, StudyAvailable.Priority.ROUTINE, T0);
            FetchTask lost = ledger.inbox().claim(ANNA, LATER, LEASE, 1).get(0);
            FetchTask current =
                    ledger.inbox().claim(BERT, LATER.plus(LEASE), LEASE, 1).get(0);
            assertThatThrownBy(() -> ledger.inbox().fetched(lost, 4, LATER, LATER))
                    .isInstanceOf(LeaseLostException.class);
            assertThat(ledger.inbox().renew(current, LATER.plus(LEASE), LEASE).leaseUntil())
                    .isEqualTo(LATER.plus(LEASE).plus(LEASE));
        }

        @Test
        void decidesAFetchedStudySoon() {
            accept(1, StudyAvailable.Priority.ROUTINE, T0);
            FetchTask task = ledger.inbox().claim(ANNA, T0, LEASE, 1).get(0);
            ledger.studies().recordInstance(view(1, 1));
            ledger.inbox().fetched(task, 1, T0.plusSeconds(2), T0.plusSeconds(2));
            assertThat(claimAssembly(T0.plusSeconds(2)).revision().studyInstanceUid())
                    .isEqualTo(study(1));
            assertThat(story(1).announcements().get(0).fetchedAt()).isEqualTo(T0.plusSeconds(2));
        }
    }

    @Nested
    class Publishing {
        @Test
        void keepsTheOrderOfEachStudyAndTheIdOfEachEvent() {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER);
            List<OutboxEvent> first = ledger.outbox().claim(ANNA, LATER, LEASE, 10);
            assertThat(first).hasSize(1);
            assertThat(ledger.outbox().claim(BERT, LATER, LEASE, 10)).isEmpty();
            ledger.outbox().retryLater(first, LATER.plusSeconds(5));
            assertThat(ledger.outbox().claim(BERT, LATER, LEASE, 10)).isEmpty();
            List<OutboxEvent> again = ledger.outbox().claim(BERT, LATER.plusSeconds(5), LEASE, 10);
            assertThat(again.get(0).eventId()).isEqualTo(first.get(0).eventId());
            assertThat(again.get(0).payload()).isEqualTo(first.get(0).payload());
            assertThat(again.get(0).attempt()).isEqualTo(2);
            ledger.outbox().published(first, LATER);
            assertThat(ledger.view().status(LATER).outbox().count())
                    .as("published by somebody who has lost the lease")
                    .isEqualTo(2);
            ledger.outbox().published(again, LATER.plusSeconds(6));
            assertThat(ledger.outbox().claim(ANNA, LATER.plusSeconds(6), LEASE, 10))
                    .singleElement()
                    .satisfies(event -> assertThat(event.payload()).contains("DELIVERED"));
        }

        @Test
        void takesWhatNobodyWillPublishOffTheQueue() {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER);
            long waiting = ledger.view().status(LATER).outbox().count();
            List<OutboxEvent> leased = ledger.outbox().claim(ANNA, LATER, LEASE, 1);
            assertThat(ledger.outbox().withdraw(LATER, 10)).isEqualTo((int) waiting - leased.size());
            ledger.outbox().published(leased, LATER);
            assertThat(ledger.view().status(LATER).outbox().count()).isZero();
            assertThat(ledger.outbox().withdraw(LATER, 10)).isZero();
            assertThat(ledger.outbox().claim(ANNA, LATER, LEASE, 10)).isEmpty();
        }
    }

    @Nested
    class Upkeep {
        @Test
        void replaysAStudyInANewRevision() {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER);
            assertThat(ledger.upkeep().replay(study(1), "b5", "operator", LATER))
                    .contains(new StudyRevision(study(1), 2));
            ClaimedRevision claim = claimAssembly(LATER);
            assertThat(claim.requestedModel()).isEqualTo("b5");
            assertThat(claim.predecessor()).isEqualTo(1);
            ledger.studies().assembled(claim, exam(1), LATER);
            score(1, 2, LATER);
            assertThat(story(1).audit()).extracting(AuditEntry::action).containsExactly("REPLAY");
            assertThat(ledger.upkeep().replay(study(2), null, "operator", LATER))
                    .isEmpty();
        }

        @Test
        void decidesAReceivingStudyAtOnceWhenReplayed() {
            ledger.studies().recordInstance(view(1, 1));
            assertThat(ledger.upkeep().replay(study(1), null, "operator", T0.plusSeconds(1)))
                    .contains(new StudyRevision(study(1), 1));
            claimAssembly(T0.plusSeconds(1));
        }

        @Test
        void pointsToEveryFileUntilRetentionGivesItUp() {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER);
            receiveFourViews(2);
            SpoolId unknown = new SpoolId("nobody");
            assertThat(ledger.upkeep().unreferenced(List.of(new SpoolId("s1-1"), new SpoolId("o1-1-0-1"), unknown)))
                    .containsExactly(unknown);
            assertThat(ledger.upkeep().referenced(null, 100)).hasSize(11).isSorted();
            assertThat(ledger.upkeep().referenced(new SpoolId("s1-4"), 100)).hasSize(4);
            assertThat(ledger.upkeep().releaseExpired(LATER, LATER, 100)).isEmpty();
            assertThat(ledger.upkeep().releaseExpired(LATER.plusSeconds(1), LATER.plusSeconds(1), 5))
                    .hasSize(5);
            assertThat(ledger.upkeep().releaseExpired(LATER.plusSeconds(1), LATER.plusSeconds(1), 5))
                    .hasSize(2);
            assertThat(ledger.upkeep().referenced(null, 100)).hasSize(4);
            assertThat(story(1).instances()).hasSize(4).allMatch(LedgerInstance::pixelsReleased);
            assertThat(ledger.studies().recordInstance(received(1, 1, "back", "pixels 1 1", PATIENT, true)))
                    .as("the pixels come back")
                    .isEqualTo(new InstanceReceipt(Receipt.NEW, 1, false));
            assertThat(ledger.upkeep().unreferenced(List.of(new SpoolId("back"))))
                    .isEmpty();
        }

        @Test
        void keepsPixelsThatCameBackAsLongAsNewOnes() {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER);
            Instant expired = LATER.plusSeconds(1);
            assertThat(ledger.upkeep().releaseExpired(expired, expired, 100)).hasSize(7);
            Instant back = LATER.plusSeconds(100);
            ledger.studies().recordInstance(receivedAt(received(1, 1, "back", "pixels 1 1", PATIENT, true), back));
            assertThat(ledger.upkeep().releaseExpired(back, back, 100)).isEmpty();
            assertThat(ledger.upkeep().releaseExpired(back.plusSeconds(1), back.plusSeconds(1), 100))
                    .containsExactly(new SpoolId("back"));
        }

        @Test
        void releasesNothingOfAStudyThatIsNotSettled() {
            receiveFourViews(1);
            assemble(1, LATER);
            ledger.studies().fail(claimScoring(LATER), FailureCode.PIXELS_UNDECODABLE, "", LATER);
            assertThat(ledger.upkeep().releaseExpired(LATER.plusSeconds(999), LATER.plusSeconds(999), 100))
                    .isEmpty();
        }

        @Test
        void recordsAQuarantinedMessageOnce() {
            QuarantinedInput input = new QuarantinedInput(
                    FailureCode.EVENT_MALFORMED, "not JSON", "t", null, null, null, new InboxPosition("t", 0, 7), T0);
            ledger.upkeep().quarantine(input);
            ledger.upkeep().quarantine(input);
            assertThat(ledger.view().status(T0).quarantined()).isEqualTo(1);
        }

        @Test
        void countsAndAgesEveryQueue() {
            receiveFourViews(1);
            assemble(1, LATER);
            score(1, 1, LATER, "pacs");
            receiveFourViews(2);
            LedgerStatus status = ledger.view().status(LATER.plusSeconds(60));
            assertThat(status.latestRevisions())
                    .containsEntry(StudyState.SCORED, 1L)
                    .containsEntry(StudyState.RECEIVING, 1L)
                    .containsEntry(StudyState.FAILED, 0L);
            assertThat(status.deliveries())
                    .containsEntry("pacs", new LedgerStatus.Queue(3, java.time.Duration.ofSeconds(60)));
            assertThat(status.outbox()).isEqualTo(new LedgerStatus.Queue(1, java.time.Duration.ofSeconds(60)));
            assertThat(status.assembled()).isEqualTo(LedgerStatus.Queue.EMPTY);
            assertThat(status.receiving().count()).isEqualTo(1);
        }

        @Test
        void listsTheMostSuspiciousFirstAndOnlyTheLatestResult() {
            for (int study = 1; study <= 2; study++) {
                receiveFourViews(study);
                assemble(study, LATER);
                ledger.studies()
                        .storeResult(
                                claimScoring(LATER),
                                result(study, 1, study == 1 ? TriagePriority.ROUTINE : TriagePriority.URGENT, LATER));
            }
            assertThat(ledger.view().worklist(10))
                    .extracting(entry -> entry.revision().studyInstanceUid())
                    .containsExactly(study(2), study(1));
            assertThat(ledger.view().worklist(1)).hasSize(1);
            ledger.studies().recordInstance(view(1, 5));
            assemble(1, LATER);
            score(1, 2, LATER);
            assertThat(ledger.view().worklist(10))
                    .extracting(entry -> entry.revision().revision())
                    .containsExactlyInAnyOrder(1, 2);
        }

        @Test
        void knowsNoStudyThatItHasNotHeardOf() {
            assertThat(ledger.view().story(study(9))).isEmpty();
            assertThat(ledger.view().studiesOf("")).isEmpty();
            assertThat(ledger.studies().instances(study(9))).isEmpty();
            assertThat(ledger.upkeep().requeue(new DeadLetterId("delivery:1"), "operator", T0))
                    .isFalse();
        }
    }

    @Test
    void keepsTextThatTriesToBeSql() {
        ReceivedInstance hostile = new ReceivedInstance(
                view(1, 1).key(),
                view(1, 1).object(),
                new RecordedDecision("STD_VIEW", "LCC", true, "'; drop table study; --\u0000" + "x".repeat(500)),
                PATIENT,
                "'); delete from audit; --",
                "{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"\\u0000'\\ud800\"}]}}",
                "AE'\"\n",
                RequestPriority.ROUTINE,
                T0,
                T0);
        ledger.studies().recordInstance(hostile);
        assertThat(ledger.studies().instances(study(1)).get(0).headerJson()).isEqualTo(hostile.headerJson());
        assertThat(ledger.view().studiesOf("'); delete from audit; --")).containsExactly(study(1));
        assertThat(image(1, 1)).isEqualTo(hostile.key().sopInstanceUid());
    }
}
