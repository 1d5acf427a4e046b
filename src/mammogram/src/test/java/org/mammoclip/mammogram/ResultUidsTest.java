package org.mammoclip.mammogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammogram.report.Reports;

class ResultUidsTest {
    private static final ScreeningStudy STUDY = Exams.study();
    private static final ModelIdentity MODEL = Reports.MODEL;

    private static ResultUids uids() {
        return ResultUids.of(STUDY, 1, MODEL, OutputProfile.FULL);
    }

    private static ModelIdentity model(String sha256, String code, String preprocessing, String thresholds) {
        return model(sha256, code, preprocessing, thresholds, MODEL.findingsSha256());
    }

    private static ModelIdentity model(
            String sha256, String code, String preprocessing, String thresholds, String findings) {
        return new ModelIdentity(MODEL.name(), MODEL.version(), sha256, code, preprocessing, thresholds, findings, "");
    }

    @Test
    void areTheSameForTheSameResultWhateverTheOrderOfImages() {
        ScreeningStudy shuffled = new ScreeningStudy(
                STUDY.studyInstanceUid(),
                List.of(
                        STUDY.mammograms().get(2),
                        STUDY.mammograms().get(0),
                        STUDY.mammograms().get(3),
                        STUDY.mammograms().get(1)),
                List.of());

        assertThat(ResultUids.of(shuffled, 1, MODEL, OutputProfile.FULL).tid1500Report())
                .isEqualTo(uids().tid1500Report());
    }

    /** If this fails, results of earlier versions will be delivered a second time under other UIDs. */
    @Test
    void neverChangeBetweenVersions() {
        assertThat(uids().mammographyCadSr()).isEqualTo(Uid.of("2.25.175514940826047489902848445502036685581"));
    }

    @Test
    void differByKindAndSource() {
        InstanceReference first = STUDY.mammograms().get(0).source();
        InstanceReference second = STUDY.mammograms().get(1).source();

        assertThat(Stream.of(
                        uids().mammographyCadSr(),
                        uids().mammographyCadSrSeries(),
                        uids().tid1500Report(),
                        uids().tid1500ReportSeries(),
                        uids().overlaySeries(),
                        uids().overlay(first),
                        uids().overlay(second),
                        uids().device(),
                        uids().studyTracking(),
                        uids().tracking("MASS", first, 1),
                        uids().tracking("MASS", first, 2),
                        uids().tracking("MASS", second, 1),
                        uids().tracking("MASS", Laterality.LEFT)))
                .doesNotHaveDuplicates()
                .allMatch(uid -> uid.value().startsWith("2.25.") && uid.value().length() <= 44);
    }

    @Test
    void differByEverythingThatCouldChangeTheResult() {
        String sha = MODEL.checkpointSha256();
        String other = sha.replace('0', '1');
        ScreeningStudy fewer =
                new ScreeningStudy(STUDY.studyInstanceUid(), STUDY.mammograms().subList(0, 3), List.of());

        assertThat(Stream.of(
                        uids(),
                        ResultUids.of(fewer, 1, MODEL, OutputProfile.FULL),
                        ResultUids.of(STUDY, 2, MODEL, OutputProfile.FULL),
                        ResultUids.of(STUDY, 1, MODEL, OutputProfile.RESEARCH),
                        ResultUids.of(STUDY, 1, model(other, "0.1.0", "reference-1", "default-1"), OutputProfile.FULL),
                        ResultUids.of(STUDY, 1, model(sha, "0.1.1", "reference-1", "default-1"), OutputProfile.FULL),
                        ResultUids.of(STUDY, 1, model(sha, "0.1.0", "reference-2", "default-1"), OutputProfile.FULL),
                        ResultUids.of(STUDY, 1, model(sha, "0.1.0", "reference-1", "site-1"), OutputProfile.FULL),
                        ResultUids.of(
                                STUDY, 1, model(sha, "0.1.0", "reference-1", "default-1", other), OutputProfile.FULL)))
                .extracting(ResultUids::mammographyCadSr)
                .doesNotHaveDuplicates();
    }

    @Test
    void trackAFindingAcrossRevisions() {
        InstanceReference source = STUDY.mammograms().get(0).source();

        assertThat(ResultUids.of(STUDY, 2, MODEL, OutputProfile.FULL).tracking("MASS", source, 1))
                .isEqualTo(uids().tracking("MASS", source, 1));
    }
}
