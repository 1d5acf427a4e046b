package org.mammoclip.embedded.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.Uid;

class ResultTableTest {
    private static final String DELIVERED = """
            {"studyInstanceUID": "1.2.3", "state": "DELIVERED", "summary": "done", "revisions": [
              {"priority": "ROUTINE", "findings": []},
              {"priority": "URGENT", "timings": {"lastImageToDeliveredSeconds": 4.25},
               "model": {"description": "untrained"},
               "findings": [
                 {"finding": "mass", "laterality": "LEFT", "sopInstanceUID": "1.2.3.4", "score": 0.9, "present": true},
                 {"finding": "mass", "laterality": "LEFT", "sopInstanceUID": null, "score": 0.75, "present": true},
                 {"finding": "mass", "laterality": "RIGHT", "sopInstanceUID": null, "score": 0.25, "present": false},
                 {"finding": "mass", "laterality": null, "sopInstanceUID": null, "score": 0.75, "present": true}]}]}
            """;

    @TempDir
    Path directory;

    private static StudyRun run(String uid, boolean mustBeDelivered, String document) throws IOException {
        return run(uid, mustBeDelivered, "", document);
    }

    private static StudyRun run(String uid, boolean mustBeDelivered, String truth, String document) throws IOException {
        StudyRun run = new StudyRun(Uid.of(uid), "C-STORE", mustBeDelivered, truth);
        JsonNode node = new ObjectMapper().readTree(document);
        assertThat(run.update(Optional.of(node))).isTrue();
        return run;
    }

    @Test
    void showsScoresOfBreastsOfTheLatestRevision() throws IOException {
        String table = ResultTable.of(List.of(run("1.2.3", true, DELIVERED)));
        assertThat(table.lines().toList().get(1))
                .matches("1 +C-STORE +- +DELIVERED +URGENT +4\\.[23] +mass +0\\.750\\* +0\\.250");
        assertThat(table)
                .contains("study 1: 1.2.3")
                .contains("model: untrained")
                .doesNotContain("0.900");
    }

    @Test
    void saysWhyAStudyHasNoScores() throws IOException {
        StudyRun ineligible = run(
                "1.2.4", false, "{\"state\": \"INELIGIBLE\", \"summary\": \"views are missing\", \"revisions\": [{}]}");
        StudyRun unknown = new StudyRun(Uid.of("1.2.5"), "C-STORE", true, "");
        String table = ResultTable.of(List.of(ineligible, unknown));
        assertThat(table).contains("study 1: views are missing").contains("(unknown)");
        assertThat(ineligible.isGood()).isTrue();
        assertThat(unknown.isEnded()).isFalse();
    }

    @Test
    void requiresDeliveryOfASyntheticExam() throws IOException {
        assertThat(run("1.2.3", true, "{\"state\": \"INELIGIBLE\"}").isGood()).isFalse();
        assertThat(run("1.2.3", false, "{\"state\": \"FAILED\"}").isGood()).isFalse();
        assertThat(run("1.2.3", true, DELIVERED).isGood()).isTrue();
    }

    @Test
    void writesWhatTheApiSaid() throws IOException {
        run("1.2.3", true, DELIVERED).writeTo(directory);
        assertThat(new ObjectMapper().readTree(Files.readString(directory.resolve("result-1.2.3.json"))))
                .isEqualTo(new ObjectMapper().readTree(DELIVERED));
    }

    private static String scored(double left, double right) {
        return """
                {"state": "DELIVERED", "revisions": [{"findings": [
                  {"finding": "mass", "laterality": "LEFT", "sopInstanceUID": null, "score": %s},
                  {"finding": "mass", "laterality": "RIGHT", "sopInstanceUID": null, "score": %s},
                  {"finding": "mass", "laterality": null, "sopInstanceUID": null, "score": 0.99},
                  {"finding": "other", "laterality": "LEFT", "sopInstanceUID": null, "score": 0.98}]}]}
                """.formatted(left, right);
    }

    @Test
    void thePhantomWithTheHighestScoreIsNamedFirst() throws IOException {
        StudyRun healthy = run("1.2.3", true, "nothing", scored(0.2, 0.3));
        StudyRun ill = run("1.2.4", true, "mass right", scored(0.1, 0.7));
        assertThat(ResultTable.of(List.of(healthy, ill)))
                .contains("highest score for mass: study 2 (0.700, truth: mass right), then study 1 (0.300, truth:"
                        + " nothing)")
                .containsPattern("1 +C-STORE +nothing +DELIVERED");
        assertThat(ReadingOrder.isRight(List.of(healthy, ill))).isTrue();
        assertThat(ReadingOrder.isRight(List.of(run("1.2.5", true, "nothing", scored(0.8, 0.3)), ill)))
                .isFalse();
        assertThat(ReadingOrder.isRight(List.of(run("1.2.5", true, "nothing", scored(0.7, 0.3)), ill)))
                .as("a draw is not above")
                .isFalse();
    }

    @Test
    void examsOfOthersHaveNoOrder() throws IOException {
        StudyRun own = run("1.2.3", false, "", scored(0.9, 0.9));
        StudyRun ill = run("1.2.4", true, "mass right", scored(0.1, 0.7));
        assertThat(ResultTable.of(List.of(own, ill))).doesNotContain("highest score");
        assertThat(ReadingOrder.isRight(List.of(own, ill))).isTrue();
    }
}
