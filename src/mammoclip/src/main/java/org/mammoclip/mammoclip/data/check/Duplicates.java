package org.mammoclip.mammoclip.data.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Images that are the same picture. */
final class Duplicates {
    private Duplicates() {}

    /** Worst first: across splits, then across patients, then the largest. */
    static List<DuplicateGroup> of(Map<ImageName, ImageFact> facts, Membership membership) {
        Map<ImageFact.PixelDigest, List<ImageName>> byPixels = new LinkedHashMap<>();
        facts.forEach((image, fact) -> {
            if (fact instanceof ImageFact.Usable usable) {
                byPixels.computeIfAbsent(usable.pixels(), pixels -> new ArrayList<>(1))
                        .add(image);
            }
        });
        byPixels.values().removeIf(images -> images.size() < 2);
        Set<ImageName> doubled = new HashSet<>();
        byPixels.values().forEach(doubled::addAll);
        Map<ImageName, List<String>> groups = membership.groups(doubled);
        return byPixels.values().stream()
                .map(images -> new DuplicateGroup(
                        images,
                        images.stream().map(ImageName::patient).distinct().count() > 1,
                        Membership.differ(images, groups)))
                .sorted(Comparator.comparing((DuplicateGroup group) -> !group.acrossSplits())
                        .thenComparing(group -> !group.acrossPatients())
                        .thenComparing(group -> -group.images().size()))
                .toList();
    }

    static List<Problem> problems(List<DuplicateGroup> groups) {
        List<Problem> problems = new ArrayList<>();
        add(
                problems,
                Issue.SAME_PIXELS_IN_TWO_SPLITS,
                groups.stream().filter(DuplicateGroup::acrossSplits).toList());
        add(
                problems,
                Issue.SAME_PIXELS_OF_TWO_PATIENTS,
                groups.stream()
                        .filter(group -> !group.acrossSplits() && group.acrossPatients())
                        .toList());
        add(
                problems,
                Issue.SAME_PIXELS,
                groups.stream()
                        .filter(group -> !group.acrossSplits() && !group.acrossPatients())
                        .toList());
        return problems;
    }

    private static void add(List<Problem> problems, Issue issue, List<DuplicateGroup> groups) {
        if (!groups.isEmpty()) {
            long images =
                    groups.stream().mapToLong(group -> group.images().size()).sum();
            problems.add(new Problem(
                    issue,
                    groups.size(),
                    groups.size() + " picture(s) under " + images + " names",
                    groups.stream()
                            .limit(Problem.MAX_SHOWN)
                            .map(group -> join(group.images()))
                            .toList()));
        }
    }

    private static String join(List<ImageName> images) {
        int most = 6;
        String shown = String.join(
                " = ", images.stream().limit(most).map(ImageName::toString).toList());
        return images.size() > most ? shown + " and " + (images.size() - most) + " more" : shown;
    }
}
