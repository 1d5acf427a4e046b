package org.mammoclip.mammoclip.data.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the files of images hold. @param present images with a file of their own */
record FileFigures(
        int usable,
        int present,
        Map<String, Integer> forms,
        Map<String, Integer> sizes,
        Map<String, Integer> flags,
        List<Problem> problems) {
    /** As its facts call it; sizes matter for these. */
    static final String PICTURE = "picture";

    private static final int SHOWN_SIZES = 20;

    /** The first images with a problem, and how many there are. */
    private static final class Places {
        private final List<String> first = new ArrayList<>();
        private int count;

        void add(ImageName image, String why) {
            count++;
            if (first.size() < Problem.MAX_SHOWN) {
                first.add(image + why);
            }
        }
    }

    static FileFigures of(Map<ImageName, ImageFact> facts) {
        Map<String, Integer> forms = new TreeMap<>();
        Map<String, Integer> sizes = new TreeMap<>();
        Map<String, Integer> pictureSizes = new TreeMap<>();
        Map<String, Integer> flags = new TreeMap<>();
        Map<Issue, Places> where = new EnumMap<>(Issue.class);
        int usable = 0;
        int missing = 0;
        for (Map.Entry<ImageName, ImageFact> entry : facts.entrySet()) {
            if (entry.getValue() instanceof ImageFact.Usable fact) {
                usable++;
                String size = fact.rows() + "x" + fact.columns();
                forms.merge(fact.form(), 1, Integer::sum);
                sizes.merge(size, 1, Integer::sum);
                if (fact.form().equals(PICTURE)) {
                    pictureSizes.merge(size, 1, Integer::sum);
                }
                for (String flag : fact.flags()) {
                    flags.merge(flag, 1, Integer::sum);
                    // Flags are named as the issue they are.
                    places(where, Issue.valueOf(flag)).add(entry.getKey(), "");
                }
            } else if (entry.getValue() instanceof ImageFact.Unusable fact) {
                places(where, Issue.UNUSABLE_IMAGES).add(entry.getKey(), ": " + fact.reason());
            } else if (entry.getValue() instanceof ImageFact.Missing fact) {
                missing++;
                places(where, Issue.MISSING_FILES).add(entry.getKey(), ": " + fact.reason());
            }
        }
        List<Problem> problems = new ArrayList<>();
        where.forEach((issue, images) -> problems.add(
                new Problem(issue, images.count, images.count + " of " + facts.size() + " images", images.first)));
        if (pictureSizes.size() > 1) {
            problems.add(new Problem(
                    Issue.MIXED_SIZES,
                    pictureSizes.size(),
                    pictureSizes.size() + " different sizes",
                    mostFrequent(pictureSizes).entrySet().stream()
                            .map(size -> size.getKey() + " rows x columns: " + size.getValue() + " pictures")
                            .toList()));
        }
        return new FileFigures(usable, facts.size() - missing, forms, mostFrequent(sizes), flags, problems);
    }

    private static Places places(Map<Issue, Places> where, Issue issue) {
        return where.computeIfAbsent(issue, key -> new Places());
    }

    private static Map<String, Integer> mostFrequent(Map<String, Integer> counts) {
        Map<String, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN_SIZES)
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
