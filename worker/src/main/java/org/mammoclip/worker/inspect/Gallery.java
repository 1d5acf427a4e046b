package org.mammoclip.worker.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mammoclip.mammoclip.data.check.DataFigures;
import org.mammoclip.mammoclip.data.check.DataPictures;
import org.mammoclip.mammoclip.data.check.DuplicateGroup;
import org.mammoclip.mammoclip.data.check.ImageFact;
import org.mammoclip.mammoclip.data.check.ImageName;
import org.mammoclip.mammoclip.evaluate.page.PngBytes;
import org.mammoclip.mammoclip.random.SplitMix64;

/** The few pictures of a data set that are shown: a sample of patients, the first of each kind of problem, same pictures. Bounded. */
public final class Gallery {
    private static final int PATIENTS = 6;
    private static final int PER_PATIENT = 8;
    private static final int PER_PROBLEM = 8;
    private static final int GROUPS = 8;
    private static final int PER_GROUP = 4;

    /** Enlarging is a matter of the machine, not of the image. */
    private static final Set<String> HARMLESS = Set.of("ENLARGED");

    private final Set<String> sample;
    private final Map<String, List<DataPictures.Shot>> exams = new LinkedHashMap<>();
    private final Map<String, List<DataPictures.Shot>> doubtful = new TreeMap<>();

    Gallery(Set<ImageName> images) {
        this.sample = images.stream()
                .map(ImageName::patient)
                .distinct()
                .sorted(Comparator.comparingLong((String patient) -> SplitMix64.draw(SplitMix64.seed(patient), 0))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(PATIENTS)
                .collect(Collectors.toSet());
    }

    boolean wants(ImageName image) {
        return sample.contains(image.patient());
    }

    /** Whether a person should see an image with these flags. */
    static boolean isDoubtful(Set<String> flags) {
        return !HARMLESS.containsAll(flags);
    }

    void add(ImageName image, ImageFact fact, PngBytes small) {
        if (wants(image)) {
            add(
                    exams.computeIfAbsent(image.patient(), patient -> new ArrayList<>()),
                    PER_PATIENT,
                    image.image(),
                    small);
        }
        if (fact instanceof ImageFact.Usable usable) {
            for (String flag : usable.flags()) {
                if (!HARMLESS.contains(flag)) {
                    add(doubtful.computeIfAbsent(flag, key -> new ArrayList<>()), PER_PROBLEM, image.toString(), small);
                }
            }
        }
    }

    private static void add(List<DataPictures.Shot> shots, int most, String caption, PngBytes small) {
        if (shots.size() < most) {
            shots.add(new DataPictures.Shot(small, caption));
        }
    }

    /** The pictures for the page; the same pictures of the first groups are opened again. */
    public DataPictures pictures(DataFigures figures, DataInspection inspection) {
        if (sample.isEmpty()) {
            return DataPictures.NONE;
        }
        List<DataPictures.Row> duplicates = new ArrayList<>();
        for (DuplicateGroup group : figures.duplicates().stream().limit(GROUPS).toList()) {
            List<DataPictures.Shot> shots = new ArrayList<>();
            group.images().stream()
                    .limit(PER_GROUP)
                    .forEach(image -> inspection
                            .again(image)
                            .ifPresent(small -> shots.add(new DataPictures.Shot(small, image.toString()))));
            duplicates.add(new DataPictures.Row(
                    group.images().size() + " names"
                            + (group.acrossSplits()
                                    ? ", in different splits or folds"
                                    : group.acrossPatients() ? ", different patients" : ", one patient"),
                    shots));
        }
        return new DataPictures(rows(exams, "patient "), rows(doubtful, ""), duplicates);
    }

    private static List<DataPictures.Row> rows(Map<String, List<DataPictures.Shot>> shots, String before) {
        return shots.entrySet().stream()
                .map(row -> new DataPictures.Row(before + row.getKey(), row.getValue()))
                .toList();
    }
}
