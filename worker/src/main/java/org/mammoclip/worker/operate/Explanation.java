package org.mammoclip.worker.operate;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mammoclip.schema.ledger.AuditEntry;
import org.mammoclip.schema.ledger.DeliveryState;
import org.mammoclip.schema.ledger.FindingRow;
import org.mammoclip.schema.ledger.LedgerInstance;
import org.mammoclip.schema.ledger.StudyState;
import org.mammoclip.schema.ledger.StudyStory;
import org.mammoclip.worker.stage.LogName;

/**
 * The causal story of one study in words: what came, what was decided and why, what was found, where it went, and what it
 * waits for now. Holds no patient data.
 */
public final class Explanation {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final StudyStory story;
    private final List<Event> events = new ArrayList<>();

    /**
     * One thing that happened.
     *
     * @param at when
     * @param what in one line
     */
    public record Event(Instant at, String what) {}

    private Explanation(StudyStory story) {
        this.story = story;
    }

    /** The lines for a terminal. */
    public static List<String> lines(StudyStory story, Instant now) {
        return new Explanation(story).tell(now);
    }

    /** What happened, in order of time. */
    public static List<Event> events(StudyStory story) {
        Explanation explanation = new Explanation(story);
        explanation.collect();
        return explanation.events;
    }

    private List<String> tell(Instant now) {
        collect();
        List<String> lines = new ArrayList<>();
        lines.add("Study " + story.studyInstanceUid() + "  (in logs: " + LogName.of(story.studyInstanceUid()) + ")");
        if (!story.accessionNumber().isEmpty()) {
            lines.add("Accession " + story.accessionNumber());
        }
        lines.add("Now: " + verdict(story, now));
        lines.add("");
        for (Event event : events) {
            lines.add(TIME.format(event.at()) + "  " + event.what());
        }
        lines.add("");
        for (LedgerInstance instance : story.instances()) {
            lines.add("image " + LogName.of(instance.key().sopInstanceUid()) + "  "
                    + (instance.decision().slot() == null
                            ? "-"
                            : instance.decision().slot()) + "  "
                    + instance.decision().code() + "  " + instance.decision().reason()
                    + (instance.pixelsReleased() ? "  (pixels removed by retention)" : ""));
        }
        return lines;
    }

    /** One sentence: where the study is, what it waits for, and what an operator can do. */
    public static String verdict(StudyStory story, Instant now) {
        if (story.revisions().isEmpty()) {
            return story.announcements().stream()
                    .reduce((first, last) -> last)
                    .map(a -> switch (a.state()) {
                        case NACK ->
                            "announced, and refused: " + failure(a.failure())
                                    + "; mend the cause, then 'mammoclip dead-letter requeue announcement:"
                                    + a.eventId()
                                    + "'";
                        default ->
                            "announced, not fetched yet from source " + a.source()
                                    + (a.failure() == null ? "" : " (last try: " + failure(a.failure()) + ")");
                    })
                    .orElse("nothing is known of it");
        }
        StudyStory.Revision last = story.revisions().get(story.revisions().size() - 1);
        String prefix = "revision " + last.revision() + " " + last.state() + ": ";
        return prefix
                + switch (last.state()) {
                    case RECEIVING ->
                        "images arrive; it is decided "
                                + (last.nextDecisionAt().isAfter(now)
                                        ? "in " + seconds(Duration.between(now, last.nextDecisionAt()))
                                                + " at the latest"
                                        : "now");
                    case ASSEMBLED ->
                        "decided (" + last.assemblyReason() + "), waits for the model"
                                + (last.failure() == null ? "" : " (last try: " + failure(last.failure()) + ")");
                    case SCORED -> "scored, on its way: " + undelivered(last);
                    case DELIVERED -> "every destination has acknowledged every object";
                    case INELIGIBLE ->
                        "not scored, because "
                                + (last.ineligible() == null
                                        ? "?"
                                        : last.ineligible().text())
                                + (last.ineligible() == null
                                        ? ""
                                        : " [" + last.ineligible().code() + "]");
                    case FAILED ->
                        "stopped in " + last.failedIn() + " with " + failure(last.failure())
                                + "; mend the cause, then 'mammoclip dead-letter requeue study:"
                                + story.studyInstanceUid() + "/" + last.revision() + "'";
                };
    }

    private static String undelivered(StudyStory.Revision revision) {
        Map<String, List<StudyStory.Delivery>> open = revision.deliveries().stream()
                .filter(d -> d.state() != DeliveryState.DELIVERED)
                .collect(Collectors.groupingBy(StudyStory.Delivery::destination, TreeMap::new, Collectors.toList()));
        return open.isEmpty()
                ? "nothing is open"
                : open.entrySet().stream()
                        .map(e -> e.getValue().size() + " object(s) for " + e.getKey()
                                + e.getValue().stream()
                                        .filter(d -> d.failure() != null)
                                        .findFirst()
                                        .map(d -> " (" + d.state() + ", last try: " + failure(d.failure()) + ")")
                                        .orElse(""))
                        .collect(Collectors.joining(", "));
    }

    private void collect() {
        for (StudyStory.Announcement a : story.announcements()) {
            add(a.receivedAt(), "announced as " + a.priority() + ", to be fetched from " + a.source());
            if (a.fetchedAt() != null) {
                add(a.fetchedAt(), "fetched from " + a.source() + " after " + a.attempts() + " failed tries");
            }
        }
        for (LedgerInstance instance : story.instances()) {
            add(
                    instance.receivedAt(),
                    "image " + LogName.of(instance.key().sopInstanceUid()) + " stored from " + instance.origin() + ": "
                            + instance.decision().code()
                            + (instance.decision().slot() == null
                                    ? ""
                                    : " " + instance.decision().slot()));
        }
        story.revisions().forEach(this::collect);
        for (AuditEntry entry : story.audit()) {
            add(entry.at(), entry.action() + " by " + entry.actor() + ": " + entry.detail());
        }
        events.sort(Comparator.comparing(Event::at));
    }

    private void collect(StudyStory.Revision revision) {
        String name = "revision " + revision.revision() + " ";
        if (revision.assembledAt() != null && revision.ineligible() == null) {
            add(
                    revision.assembledAt(),
                    name + "assembled from " + revision.images().size() + " image(s)"
                            + (revision.partial() ? ", partial" : "") + ": " + revision.assemblyReason() + " ("
                            + seconds(Duration.between(revision.lastImageAt(), revision.assembledAt()))
                            + " after the last image)");
        }
        if (revision.scoredAt() != null) {
            String model = revision.model() == null
                    ? ""
                    : " by " + revision.model().name() + " " + revision.model().version();
            add(revision.scoredAt(), name + "scored" + model + ": " + revision.priority() + ", " + findings(revision));
        }
        for (StudyStory.Delivery delivery : revision.deliveries()) {
            if (delivery.deliveredAt() != null) {
                add(
                        delivery.deliveredAt(),
                        name + delivery.kind() + " acknowledged by " + delivery.destination() + " (" + delivery.answer()
                                + ")");
            }
        }
        for (StudyStory.Publication publication : revision.publications()) {
            if (publication.publishedAt() != null) {
                add(publication.publishedAt(), name + "event " + publication.state() + " published");
            }
        }
        if (revision.deliveredAt() != null && revision.state() == StudyState.DELIVERED) {
            add(
                    revision.deliveredAt(),
                    name + "delivered, " + seconds(Duration.between(revision.lastImageAt(), revision.deliveredAt()))
                            + " after the last image");
        }
    }

    private static String findings(StudyStory.Revision revision) {
        return revision.findings().stream()
                .filter(f -> f.laterality() == null && f.image() == null)
                .map(Explanation::finding)
                .collect(Collectors.joining(", "));
    }

    private static String finding(FindingRow row) {
        return String.format(
                Locale.ROOT,
                "%s %.3f %s %.3f",
                row.finding(),
                row.score(),
                row.present() ? ">=" : "<",
                row.threshold());
    }

    private void add(Instant at, String what) {
        events.add(new Event(at, what));
    }

    private static String failure(StudyStory.@Nullable Failure failure) {
        return failure == null ? "?" : failure.code() + " (" + failure.detail() + ")";
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
