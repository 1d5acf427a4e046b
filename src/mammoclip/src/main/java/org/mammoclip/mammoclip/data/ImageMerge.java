package org.mammoclip.mammoclip.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mammoclip.mammoclip.augment.PixelBox;
import org.mammoclip.mammoclip.evaluate.table.LabelledRow;
import org.mammoclip.mammoclip.evaluate.table.RowProblems;
import org.mammoclip.mammoclip.evaluate.table.RsnaTable;
import org.mammoclip.mammoclip.evaluate.table.VinDrTable;
import org.mammoclip.mammoclip.reports.Side;

/** Makes one image of all rows that are about it. */
final class ImageMerge {
    private final String table;
    private final TrainingImages source;
    private final BoxPlacement placement;
    private final RowProblems problems;

    /** @param problems takes rows without an image, or that contradict an earlier one, and boxes that cannot be placed */
    ImageMerge(String table, TrainingImages source, BoxPlacement placement, RowProblems problems) {
        this.table = table;
        this.source = source;
        this.placement = placement;
        this.problems = problems;
    }

    /** In the order of each image's first row. */
    List<LabelledImage> merge(List<LabelledRow> rows) {
        Map<String, LabelledImage> images = new LinkedHashMap<>();
        for (LabelledRow row : rows) {
            String key = row.patient() + "/" + row.image();
            try {
                source.require(row.patient(), row.image());
                LabelledImage read = image(row);
                LabelledImage before = images.get(key);
                images.put(key, before == null ? read : joined(before, read));
            } catch (IOException | IllegalArgumentException e) {
                problems.add(table, row.line(), String.valueOf(e.getMessage()));
            }
        }
        return List.copyOf(images.values());
    }

    private LabelledImage image(LabelledRow row) {
        Set<String> findings = new LinkedHashSet<>();
        for (String finding : VinDrTable.FINDINGS) {
            if (row.isPositive(VinDrTable.key(finding))) {
                findings.add(finding);
            }
        }
        List<LabelledBox> boxes = new ArrayList<>();
        Optional<PixelBox> placed = placement.place(row);
        placed.ifPresent(box -> findings.forEach(
                finding -> boxes.add(new LabelledBox(finding, box.left(), box.top(), box.right(), box.bottom()))));
        return new LabelledImage(
                row.patient(),
                row.image(),
                row.laterality().equals("L") ? Side.LEFT : Side.RIGHT,
                View.of(row.view()),
                findings,
                row.density(),
                Optional.ofNullable(row.labels().get(RsnaTable.CANCER)),
                boxes,
                row.line());
    }

    private static LabelledImage joined(LabelledImage first, LabelledImage more) {
        require(first.side() == more.side(), "laterality", first);
        require(first.view() == more.view(), "view", first);
        require(
                first.density().isEmpty()
                        || more.density().isEmpty()
                        || first.density().equals(more.density()),
                "density",
                first);
        Set<String> findings = new LinkedHashSet<>(first.findings());
        findings.addAll(more.findings());
        List<LabelledBox> boxes = new ArrayList<>(first.boxes());
        boxes.addAll(more.boxes());
        OptionalInt density = first.density().isPresent() ? first.density() : more.density();
        return new LabelledImage(
                first.patient(),
                first.image(),
                first.side(),
                first.view(),
                findings,
                density,
                first.cancer(),
                boxes,
                first.line());
    }

    private static void require(boolean same, String what, LabelledImage first) {
        if (!same) {
            throw new IllegalArgumentException(
                    what + ": another one than in line " + first.line() + " for the same image");
        }
    }
}
