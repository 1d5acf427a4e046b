package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
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

/** What a learning curve is measured on: the test rows of its own table, or other tables. */
final class CurveTestOptions extends HeldOutOptions {
    private static final int PART_OF_MEMORY = 4;

    /**
     * @param others of {@link #heldOut()}
     * @param own the learning table, whose test rows are the test if there is no other
     * @param digests takes what the tests are, by name
     * @throws IllegalArgumentException if there is nothing to test on
     */
    List<CurveData.Test> read(
            List<HeldOut> others,
            LabelledSet own,
            PreparedImages ownImages,
            RasterSize size,
            LearningDataOptions data,
            PrintWriter err,
            SortedMap<String, String> digests)
            throws IOException {
        if (others.isEmpty()) {
            if (own.test().isEmpty()) {
                throw new IllegalArgumentException(
                        "the table has no rows of 'split' test; name another table with --held-out");
            }
            digests.put("test", "the test rows of the training table");
            return List.of(new CurveData.Test("test", own.test(), ownImages));
        }
        List<CurveData.Test> tests = new ArrayList<>();
        for (HeldOut test : others) {
            PreparedImages images = PreparedImages.open(test.images(), size, settings(data));
            LabelledSet set = LabelledSet.read(
                    CsvTable.read(test.table()),
                    new SplitRule.Everything(Split.TEST),
                    images,
                    BoxPlacement.NONE,
                    data.skipBadRows);
            LearningDataOptions.tellSkipped(err, set.skippedRows(), set.problems());
            digests.put("test " + test.name(), test.table().getFileName() + " " + set.digest());
            tests.add(new CurveData.Test(test.name(), set.test(), images));
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
