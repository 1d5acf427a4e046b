package org.mammoclip.worker.learn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mammoclip.mammoclip.card.LearningData;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.data.Split;
import org.mammoclip.mammoclip.data.SplitRule;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;

/** What a model card says about a table of labels. */
public final class LabelSummary {
    private LabelSummary() {}

    /**
     * @param table that the set was read from
     * @param findings whose images are counted
     * @throws IOException if the table cannot be read again
     */
    public static LearningData of(Path table, LabelledSet set, SplitRule rule, List<String> findings)
            throws IOException {
        CsvTable read = CsvTable.read(table);
        List<LearningData.SplitCount> counts = new ArrayList<>();
        for (Split split : Split.values()) {
            counts.add(count(Words.of(split), set.of(split), findings));
        }
        return new LearningData(
                set.digest(),
                List.of(new LearningData.Table(
                        read.name(), read.sha256(), read.rows().size() - set.skippedRows(), set.skippedRows())),
                Words.of(rule),
                counts);
    }

    private static LearningData.SplitCount count(String name, List<LabelledImage> images, List<String> findings) {
        SortedMap<String, Integer> positives = new TreeMap<>();
        for (String finding : findings) {
            positives.put(finding, (int)
                    images.stream().filter(image -> image.has(finding)).count());
        }
        int patients =
                (int) images.stream().map(LabelledImage::patient).distinct().count();
        return new LearningData.SplitCount(name, patients, images.size(), positives);
    }
}
