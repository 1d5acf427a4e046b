package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.mammoclip.mammoclip.data.BoxPlacement;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.data.SplitRule;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.worker.learn.PreparedImages;
import picocli.CommandLine.Option;

/** What is learned from labels: a table, the images it names, and who is for what. */
final class LearningDataOptions extends LearningImageOptions {
    @Option(
            names = "--table",
            paramLabel = "TABLE",
            required = true,
            description = "Labels, in the layout of VinDr-Mammo (finding_categories, breast_density) or RSNA (cancer).")
    Path table = Path.of("");

    /**
     * Before anything is read.
     *
     * @return how the patients are divided
     * @throws IllegalArgumentException if options contradict each other or are out of their range
     */
    SplitRule checked() {
        folders(1);
        settings();
        return splitRule();
    }

    /**
     * Reads the table.
     *
     * @param boxes whether boxes are needed
     * @param err where skipped rows are told
     * @throws org.mammoclip.mammoclip.evaluate.table.TableException listing what is wrong with which line
     * @throws IllegalArgumentException if options contradict each other
     */
    LabelledSet read(PreparedImages source, boolean boxes, PrintWriter err) throws IOException {
        LabelledSet set = LabelledSet.read(
                CsvTable.read(table), splitRule(), source, boxes ? source.boxes() : BoxPlacement.NONE, skipBadRows);
        tellSkipped(err, set.skippedRows(), set.problems());
        return set;
    }

    /** What was left out, as asked. */
    static void tellSkipped(PrintWriter err, int rows, List<String> problems) {
        if (rows > 0) {
            problems.forEach(err::println);
            err.println(rows + " row(s) left out");
            err.flush();
        }
    }
}
