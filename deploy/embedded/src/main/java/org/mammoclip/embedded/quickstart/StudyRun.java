package org.mammoclip.embedded.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;

/** One study on its way through the worker. Not thread-safe. */
final class StudyRun {
    private static final Set<String> ENDED = Set.of("DELIVERED", "INELIGIBLE", "FAILED");

    private final Uid uid;
    private final String entry;
    private final boolean mustBeDelivered;
    private final String truth;
    private @Nullable JsonNode document;

    /**
     * @param entry how it came to the worker, for the table
     * @param mustBeDelivered false: it may also be found ineligible
     * @param truth what is in it; empty: nobody knows
     */
    StudyRun(Uid uid, String entry, boolean mustBeDelivered, String truth) {
        this.uid = uid;
        this.entry = entry;
        this.mustBeDelivered = mustBeDelivered;
        this.truth = truth;
    }

    /** A phantom, which must come back complete. */
    static StudyRun of(Phantom phantom, String entry) {
        return new StudyRun(phantom.study(), entry, true, phantom.truth());
    }

    String truth() {
        return truth;
    }

    /** Of both breasts; empty without a result. */
    OptionalDouble highestScore(String finding) {
        return StreamSupport.stream(revision().path("findings").spliterator(), false)
                .filter(row -> row.path("finding").asText().equals(finding))
                .filter(row -> row.path("sopInstanceUID").isNull()
                        && !row.path("laterality").isNull())
                .mapToDouble(row -> row.path("score").asDouble())
                .max();
    }

    Uid uid() {
        return uid;
    }

    String entry() {
        return entry;
    }

    boolean mustBeDelivered() {
        return mustBeDelivered;
    }

    /** @return whether the state is another one now */
    boolean update(Optional<JsonNode> now) {
        String before = state();
        document = now.orElse(document);
        return !before.equals(state());
    }

    /** Empty: unknown to the worker so far. */
    String state() {
        return document == null ? "" : document.path("state").asText("");
    }

    boolean isEnded() {
        return ENDED.contains(state());
    }

    boolean isGood() {
        return state().equals("DELIVERED") || (!mustBeDelivered && state().equals("INELIGIBLE"));
    }

    /** The latest revision as the API gives it; missing node: none. */
    JsonNode revision() {
        JsonNode revisions = document == null ? null : document.path("revisions");
        return revisions == null || revisions.isEmpty()
                ? new ObjectMapper().missingNode()
                : revisions.path(revisions.size() - 1);
    }

    String summary() {
        return document == null ? "" : document.path("summary").asText("");
    }

    void writeTo(Path directory) throws IOException {
        if (document != null) {
            Files.writeString(
                    directory.resolve("result-" + uid + ".json"), document.toPrettyString() + System.lineSeparator());
        }
    }
}
