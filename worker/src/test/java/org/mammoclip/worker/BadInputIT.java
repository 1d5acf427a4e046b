package org.mammoclip.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.testkit.Defect;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.testkit.SyntheticView;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.schema.ledger.OutputKind;
import org.mammoclip.schema.ledger.OutputObject;
import org.mammoclip.schema.ledger.StudyState;
import org.mammoclip.schema.ledger.StudyStory;
import org.mammoclip.schema.ledger.TriagePriority;

/** What the whole worker makes of exams that are not as they should be; and the next good one is served every time. */
@Timeout(600)
class BadInputIT {
    @TempDir
    static Path folder;

    static Site site;

    @BeforeAll
    static void start() throws Exception {
        site = Site.open(folder);
        site.startReadyWorker();
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    private static Uid deliver(SyntheticExam exam) throws IOException {
        assertThat(site.send(exam)).allMatch(SendOutcome::isAccepted);
        site.awaitState(exam.studyInstanceUid(), StudyState.DELIVERED);
        return exam.studyInstanceUid();
    }

    private static Set<OutputKind> kinds(StudyStory.Revision revision) {
        return revision.outputs().stream().map(OutputObject::kind).collect(Collectors.toSet());
    }

    @Test
    void scoresTheOtherImagesWhenOneHasTheWrongPixelLength() throws IOException {
        Uid study = deliver(SyntheticExam.builder(200)
                .defect(SyntheticView.RCC, Defect.SHORT_PIXEL_DATA)
                .build());
        StudyStory.Revision revision = site.latest(study);
        assertThat(revision.outputs()).hasSize(5);
        assertThat(revision.findings().stream().filter(row -> row.image() != null))
                .hasSize(3 * 2);
    }

    @Test
    void reportsAFailureWhenNoImageCanBeDecoded() throws IOException {
        SyntheticExam.Builder exam = SyntheticExam.builder(201);
        for (SyntheticView view : SyntheticView.values()) {
            exam.defect(view, Defect.SHORT_PIXEL_DATA);
        }
        StudyStory.Revision revision = site.latest(deliver(exam.build()));
        assertThat(revision.priority()).isEqualTo(TriagePriority.NONE);
        assertThat(revision.findings()).isEmpty();
        assertThat(kinds(revision)).containsExactlyInAnyOrder(OutputKind.MAMMOGRAPHY_CAD_SR, OutputKind.TID1500_SR);
    }

    @Test
    void givesABlankImageAReasonAndNoScore() throws IOException {
        Uid study = deliver(SyntheticExam.builder(202)
                .defect(SyntheticView.LCC, Defect.BLANK)
                .build());
        assertThat(site.latest(study).findings().stream().filter(row -> row.image() != null))
                .hasSize(3 * 2);
    }

    @Test
    void stopsAStudyThatHoldsTwoPatients() throws IOException {
        SyntheticExam exam = SyntheticExam.builder(203)
                .defect(SyntheticView.RMLO, Defect.OTHER_PATIENT)
                .build();
        site.send(exam);
        site.awaitState(exam.studyInstanceUid(), StudyState.FAILED);
        assertThat(site.latest(exam.studyInstanceUid()).failure().code()).isEqualTo(FailureCode.IDENTITY_CONFLICT);
        assertThat(site.pacs.received(exam.studyInstanceUid())).isEmpty();
    }

    @Test
    void scoresAFifthView() throws IOException {
        Uid study = deliver(SyntheticExam.builder(204)
                .views(SyntheticView.LCC, SyntheticView.LMLO, SyntheticView.RCC, SyntheticView.RMLO, SyntheticView.RCC)
                .build());
        assertThat(site.latest(study).images()).hasSize(5);
        assertThat(site.latest(study).outputs()).hasSize(7);
    }

    @Test
    void scoresOneSideAndSaysThatTheExamIsPartial() throws IOException {
        Uid study = deliver(SyntheticExam.builder(205)
                .views(SyntheticView.LCC, SyntheticView.LMLO)
                .build());
        assertThat(site.latest(study).partial()).isTrue();
        assertThat(site.latest(study).outputs()).hasSize(4);
    }

    @Test
    void doesNotScoreASingleViewAndSaysWhy() throws IOException {
        SyntheticExam exam = SyntheticExam.builder(206).views(SyntheticView.LCC).build();
        site.send(exam);
        site.awaitState(exam.studyInstanceUid(), StudyState.INELIGIBLE);
        assertThat(site.latest(exam.studyInstanceUid()).ineligible().code()).isEqualTo("MISSING_VIEWS");
    }

    @Test
    void opensANewRevisionForALateView() throws IOException {
        SyntheticExam early = SyntheticExam.builder(207)
                .views(SyntheticView.LCC, SyntheticView.LMLO)
                .build();
        Uid study = deliver(early);
        SyntheticExam late = SyntheticExam.builder(207)
                .views(SyntheticView.RCC, SyntheticView.RMLO)
                .build();
        assertThat(late.studyInstanceUid()).isEqualTo(study);
        site.send(late);
        Site.await(() -> site.latest(study).revision() == 2);
        site.awaitState(study, StudyState.DELIVERED);
        StudyStory story = site.story(study).orElseThrow();
        assertThat(story.revisions().get(0).state()).isEqualTo(StudyState.DELIVERED);
        assertThat(story.revisions().get(1).images()).hasSize(4);
        assertThat(story.revisions().get(1).partial()).isFalse();
        Set<Uid> first = uids(story.revisions().get(0));
        assertThat(uids(story.revisions().get(1))).doesNotContainAnyElementsOf(first);
    }

    private static Set<Uid> uids(StudyStory.Revision revision) {
        return revision.outputs().stream().map(OutputObject::sopInstanceUid).collect(Collectors.toSet());
    }

    @Test
    void makesNothingNewOfAnExamThatIsSentTwice() throws IOException {
        SyntheticExam exam = SyntheticExam.of(208);
        Uid study = deliver(exam);
        assertThat(site.send(exam)).allMatch(SendOutcome::isAccepted);
        assertThat(site.story(study).orElseThrow().revisions()).hasSize(1);
        assertThat(site.story(study).orElseThrow().instances()).hasSize(4);
        assertThat(site.pacs.received(study)).hasSize(6).allMatch(object -> object.arrivals() == 2);
    }

    @Test
    void refusesOtherBytesUnderTheSameUid() throws IOException {
        SyntheticExam exam = SyntheticExam.of(209);
        deliver(exam);
        SyntheticExam other = SyntheticExam.builder(209).withoutLesions().build();
        assertThat(site.send(other)).allSatisfy(outcome -> {
            assertThat(outcome).isInstanceOf(SendOutcome.Refused.class);
            assertThat(((SendOutcome.Refused) outcome).status().code()).isEqualTo(0xC001);
        });
        assertThat(site.story(exam.studyInstanceUid()).orElseThrow().revisions())
                .hasSize(1);
    }

    @Test
    void leavesOutWhatIsNoScreeningViewAndSaysSo() throws IOException {
        Uid study = deliver(SyntheticExam.builder(210)
                .views(SyntheticView.LCC, SyntheticView.LMLO, SyntheticView.RCC, SyntheticView.RMLO)
                .defect(SyntheticView.RCC, Defect.TOMOSYNTHESIS)
                .build());
        assertThat(site.story(study).orElseThrow().instances())
                .extracting(instance -> instance.decision().code())
                .contains("TOMO_VOLUME");
        assertThat(site.latest(study).partial()).isTrue();
    }

    @Test
    void refusesAnObjectWithoutStudyAndServesTheOthers() throws IOException {
        long before = site.ledger.view().status(Instant.now()).quarantined();
        SyntheticExam exam = SyntheticExam.builder(211)
                .defect(SyntheticView.LMLO, Defect.NO_STUDY_UID)
                .build();
        List<SendOutcome> outcomes = site.send(exam);
        assertThat(outcomes.stream().filter(SendOutcome::isAccepted)).hasSize(3);
        assertThat(site.ledger.view().status(Instant.now()).quarantined()).isEqualTo(before + 1);
        site.awaitState(exam.studyInstanceUid(), StudyState.DELIVERED);
    }

    @Test
    void acceptsNoObjectsThatHaveNoPlaceInABreastStudy() throws IOException {
        SyntheticExam exam = SyntheticExam.builder(212)
                .views(SyntheticView.LCC)
                .defect(SyntheticView.LCC, Defect.CHEST_X_RAY)
                .build();
        assertThat(site.send(exam)).noneMatch(SendOutcome::isAccepted);
        assertThat(site.story(exam.studyInstanceUid())).isEmpty();
    }
}
