package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.data.BoxPlacement;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.data.Split;
import org.mammoclip.mammoclip.data.SplitRule;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.learn.curve.CurveData;
import org.mammoclip.worker.learn.ImageSettings;
import org.mammoclip.worker.learn.PreparedImages;
import picocli.CommandLine.Option;

/** What a learning curve is measured on. */
final class CurveTestOptions {
    private static final String PICTURES = "png";
    private static final int PART_OF_MEMORY = 4;

    @Option(
            names = "--test",
            paramLabel = "NAME=TABLE",
            description =
                    "Measure on all rows of this table of other patients; may be given several times (default: the"
                            + " rows of 'split' test of --table, called test).")
    Map<String, Path> tables = new LinkedHashMap<>();

    @Option(
            names = "--test-images",
            paramLabel = "NAME=DIR",
            description = "Where the images of a test are (default: the folder png beside its table).")
    Map<String, Path> folders = new LinkedHashMap<>();

    /**
     * @param own the learning table, whose test rows are the test if there is no other
     * @param digests takes what the tests are, by name
     * @throws IllegalArgumentException if there is nothing to test on
     */
    List<CurveData.Test> read(
            LabelledSet own,
            PreparedImages ownImages,
            RasterSize size,
            LearningDataOptions data,
            PrintWriter err,
            SortedMap<String, String> digests)
            throws IOException {
        for (String name : folders.keySet()) {
            if (!tables.containsKey(name)) {
                throw new IllegalArgumentException("--test-images " + name + ": there is no --test " + name);
            }
        }
        if (tables.isEmpty()) {
            if (own.test().isEmpty()) {
                throw new IllegalArgumentException(
                        "the table has no rows of 'split' test; name another table with --test");
            }
            digests.put("test", "the test rows of the training table");
            return List.of(new CurveData.Test("test", own.test(), ownImages));
        }
        List<CurveData.Test> tests = new ArrayList<>();
        for (Map.Entry<String, Path> test : tables.entrySet()) {
            Path folder = folders.getOrDefault(
                    test.getKey(), test.getValue().toAbsolutePath().resolveSibling(PICTURES));
            PreparedImages images = PreparedImages.open(folder, size, settings(data));
            LabelledSet set = LabelledSet.read(
                    CsvTable.read(test.getValue()),
                    new SplitRule.Everything(Split.TEST),
                    images,
                    BoxPlacement.NONE,
                    data.skipBadRows);
            LearningDataOptions.tellSkipped(err, set.skippedRows(), set.problems());
            digests.put("test " + test.getKey(), test.getValue().getFileName() + " " + set.digest());
            tests.add(new CurveData.Test(test.getKey(), set.test(), images));
        }
        return tests;
    }

    /** Test images are read rarely: most of the memory is for those that are learned from. */
    private static ImageSettings settings(LearningDataOptions data) {
        ImageSettings usual = data.settings();
        return new ImageSettings(
                usual.preparePictures(),
                usual.cache(),
                usual.mostCachedBytes(),
                usual.mostHeldBytes() / PART_OF_MEMORY);
    }
}
