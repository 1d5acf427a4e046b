package org.mammoclip.mammoclip.card;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What something was learned from: which files, and how patients were divided.
 *
 * @param sha256 identifies tables and division together
 * @param tables files with reports or labels
 * @param rule how patients came to their split, in words
 * @param splits counts of each
 */
public record LearningData(String sha256, List<Table> tables, String rule, List<SplitCount> splits) {
    /**
     * A file that was read.
     *
     * @param name without its folder
     * @param sha256 of its bytes
     * @param rows used
     * @param skippedRows left out because they were bad
     */
    public record Table(String name, String sha256, int rows, int skippedRows) {
        public Table {
            CardText.requireLine("name of a table", name);
            CardText.requireSha256("digest of table " + name, sha256);
        }
    }

    /**
     * How much there is in a split.
     *
     * @param name {@code training}, {@code validation}, {@code test}
     * @param patients number of women
     * @param images number of images
     * @param positives images by finding, or by another answer such as {@code density A}
     */
    public record SplitCount(String name, int patients, int images, SortedMap<String, Integer> positives) {
        public SplitCount {
            CardText.requireLine("name of a split", name);
            positives.keySet().forEach(finding -> CardText.requireLine("finding", finding));
            positives = Collections.unmodifiableSortedMap(new TreeMap<>(positives));
        }
    }

    public LearningData {
        CardText.requireSha256("digest of the data", sha256);
        CardText.requireLine("rule of the splits", rule);
        tables = List.copyOf(tables);
        splits = List.copyOf(splits);
    }
}
