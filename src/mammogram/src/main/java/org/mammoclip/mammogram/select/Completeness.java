package org.mammoclip.mammogram.select;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammogram.DecisionCode;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.LeftOut;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.ScreeningStudy;
import org.mammoclip.mammogram.Slot;

/**
 * When an exam is complete, and which of its images are scored. Pure: the same instances, rules and time always give the
 * same answer.
 *
 * <p>Complete when both views of both sides are there; else decided after the quiet period, and both views of one side
 * are enough. A slot takes every candidate of its best {@link Preference}, up to {@link SelectionRules#maxImagesPerSide}
 * images a side; its score is their maximum.
 */
public final class Completeness {
    private final List<DecidedInstance> instances;
    private final SelectionRules rules;
    private final List<RejectionNote> notes;

    private Completeness(Collection<DecidedInstance> instances, SelectionRules rules) {
        if (instances.isEmpty()) {
            throw new IllegalArgumentException("a study has at least one instance");
        }
        Map<Object, DecidedInstance> first = new LinkedHashMap<>();
        instances.stream()
                .sorted(Comparator.comparing(DecidedInstance::receivedAt))
                .forEach(instance ->
                        first.putIfAbsent(instance.header().reference().sopInstanceUid(), instance));
        this.notes = first.values().stream()
                .flatMap(instance -> RejectionNote.of(instance.header()).stream())
                .toList();
        this.instances = first.values().stream().map(this::afterNotes).toList();
        this.rules = rules;
    }

    /**
     * @param instances what was received of one study, at least one
     * @param now the decision time; {@link Assembly.Waiting} says when to ask again
     */
    public static Assembly decide(
            List<DecidedInstance> instances, SelectionRules rules, AssemblyTimes times, Instant now) {
        Completeness completeness = new Completeness(instances, rules);
        Instant deadline = completeness.deadline(times);
        return now.isBefore(deadline) ? new Assembly.Waiting(deadline) : completeness.decide();
    }

    /** Decides at once, for a study that is known to be whole: never {@link Assembly.Waiting}. */
    public static Assembly decideNow(List<DecidedInstance> instances, SelectionRules rules) {
        return new Completeness(instances, rules).decide();
    }

    private DecidedInstance afterNotes(DecidedInstance instance) {
        String uid = instance.header().reference().sopInstanceUid().value();
        if (notes.stream().noneMatch(note -> note.sopInstanceUids().contains(uid))) {
            return instance;
        }
        InstanceDecision decision = instance.decision();
        return new DecidedInstance(
                instance.header(),
                new InstanceDecision(
                        DecisionCode.REJECTED_BY_KOS,
                        decision.slot(),
                        decision.view(),
                        decision.viewSource(),
                        decision.preference(),
                        "withdrawn by a rejection note",
                        decision.warnings()),
                instance.receivedAt());
    }

    private Instant deadline(AssemblyTimes times) {
        List<DecidedInstance> regular = instances.stream()
                .filter(instance -> instance.decision().isCandidate())
                .filter(instance -> instance.decision().preference() == Preference.REGULAR)
                .toList();
        Set<Slot> filled = regular.stream()
                .map(instance -> instance.decision().slot().orElseThrow())
                .collect(Collectors.toSet());
        return filled.containsAll(Slot.ALL)
                ? last(regular).plus(times.completeGrace())
                : last(instances).plus(times.quietPeriod());
    }

    private static Instant last(List<DecidedInstance> instances) {
        return instances.stream()
                .map(DecidedInstance::receivedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Assembly decide() {
        if (notes.stream().anyMatch(RejectionNote::wrongIdentity)) {
            return ineligible(IneligibleReason.REJECTED_IDENTITY, "a rejection note says the identity is wrong");
        }
        List<DecidedInstance> images = instances.stream()
                .filter(instance -> switch (instance.decision().code()) {
                    case IGNORE_OWN, IGNORE_DERIVED, EXCLUDE_MODALITY, REJECTED_BY_KOS -> false;
                    default -> true;
                })
                .toList();
        Optional<String> disagreement = StudyIdentity.disagreement(
                images.stream().map(image -> image.header().attributes()).toList());
        if (disagreement.isPresent()) {
            return ineligible(IneligibleReason.IDENTITY_CONFLICT, "images disagree about " + disagreement.get());
        }
        Optional<String> diagnostic = rules.skipDiagnostic() ? StudyPurpose.diagnostic(images) : Optional.empty();
        if (diagnostic.isPresent()) {
            return ineligible(IneligibleReason.DIAGNOSTIC, "diagnostic study: " + diagnostic.get());
        }
        return choose(images);
    }

    private Assembly choose(List<DecidedInstance> images) {
        Map<DecidedInstance, DecisionCode> unused = new LinkedHashMap<>();
        List<DecidedInstance> chosen = new ArrayList<>();
        for (Laterality laterality : Laterality.values()) {
            chosen.addAll(chooseSide(images, laterality, unused));
        }
        List<Mammogram> mammograms = chosen.stream()
                .map(image -> new Mammogram(
                        image.header(),
                        image.decision().slot().orElseThrow(),
                        image.decision().code() == DecisionCode.PARTIAL))
                .toList();
        Set<Slot> filled = mammograms.stream().map(Mammogram::slot).collect(Collectors.toSet());
        boolean oneSide = Arrays.stream(Laterality.values())
                .anyMatch(laterality -> Slot.ALL.stream()
                        .filter(slot -> slot.laterality() == laterality)
                        .allMatch(filled::contains));
        if (!oneSide) {
            return withoutViews(images);
        }
        List<LeftOut> leftOut = instances.stream()
                .filter(instance -> !chosen.contains(instance))
                .map(instance -> leftOut(instance, unused.get(instance)))
                .toList();
        ScreeningStudy study =
                new ScreeningStudy(instances.get(0).header().reference().studyInstanceUid(), mammograms, leftOut);
        return study.isComplete() ? new Assembly.Complete(study) : new Assembly.Partial(study, study.missing());
    }

    /** The images of one side that are scored; the others go to {@code unused} with the reason. */
    private List<DecidedInstance> chooseSide(
            List<DecidedInstance> images, Laterality laterality, Map<DecidedInstance, DecisionCode> unused) {
        Map<Slot, List<DecidedInstance>> slots = new TreeMap<>();
        images.stream()
                .filter(this::isAllowed)
                .filter(image -> image.decision().slot().orElseThrow().laterality() == laterality)
                .sorted(Comparator.comparing(
                                (DecidedInstance image) -> image.decision().preference())
                        .thenComparing(image -> image.header().reference().sopInstanceUid()))
                .forEach(
                        image -> slots.computeIfAbsent(image.decision().slot().orElseThrow(), slot -> new ArrayList<>())
                                .add(image));
        for (List<DecidedInstance> candidates : slots.values()) {
            Preference best = candidates.get(0).decision().preference();
            candidates.removeIf(image -> {
                boolean worse = image.decision().preference() != best;
                if (worse) {
                    unused.put(image, DecisionCode.SUPERSEDED);
                }
                return worse;
            });
        }
        List<DecidedInstance> chosen = new ArrayList<>();
        int deepest = slots.values().stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < deepest; i++) {
            for (List<DecidedInstance> candidates : slots.values()) {
                if (i < candidates.size()) {
                    if (chosen.size() < rules.maxImagesPerSide()) {
                        chosen.add(candidates.get(i));
                    } else {
                        unused.put(candidates.get(i), DecisionCode.SURPLUS);
                    }
                }
            }
        }
        return chosen;
    }

    private boolean isAllowed(DecidedInstance image) {
        return image.decision().isCandidate()
                && (image.decision().preference() != Preference.SYNTHETIC
                        || rules.synthetic2d() == SelectionRules.Synthetic2d.FALLBACK);
    }

    private Assembly withoutViews(List<DecidedInstance> images) {
        Set<DecisionCode> codes =
                images.stream().map(image -> image.decision().code()).collect(Collectors.toSet());
        if (images.isEmpty()) {
            return ineligible(IneligibleReason.NO_MAMMOGRAM, "no mammogram among the instances");
        }
        if (images.stream().noneMatch(this::isAllowed)) {
            if (codes.contains(DecisionCode.RAW)) {
                return ineligible(IneligibleReason.RAW_ONLY, "only For Processing images");
            }
            if (codes.contains(DecisionCode.TOMO_VOLUME)) {
                return ineligible(IneligibleReason.TOMOSYNTHESIS_ONLY, "only tomosynthesis");
            }
        }
        return ineligible(IneligibleReason.MISSING_VIEWS, "no side has both CC and MLO");
    }

    private Assembly ineligible(IneligibleReason reason, String detail) {
        return new Assembly.Ineligible(
                reason,
                detail,
                instances.stream().map(instance -> leftOut(instance, null)).toList());
    }

    private static LeftOut leftOut(DecidedInstance instance, @Nullable DecisionCode unused) {
        String reason = unused == DecisionCode.SUPERSEDED
                ? "a better image fills the slot"
                : unused == DecisionCode.SURPLUS
                        ? "more images than are scored per side"
                        : instance.decision().reason();
        return new LeftOut(
                instance.header().reference(),
                unused == null ? instance.decision().code() : unused,
                reason);
    }
}
