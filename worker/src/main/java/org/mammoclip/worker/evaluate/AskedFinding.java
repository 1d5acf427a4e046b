package org.mammoclip.worker.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mammoclip.mammoclip.FindingDefinition;
import org.mammoclip.mammoclip.evaluate.table.RsnaTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;

/**
 * A finding of the model and the label it is compared with.
 *
 * @param label key of the label in the table
 */
record AskedFinding(FindingDefinition definition, String label) {
    private static final List<String> CANCER_KEYS = List.of("malignancy", "cancer");

    /**
     * The findings that the table has labels for.
     *
     * @param cancerFinding key of the finding that is compared with the cancer label
     * @throws TableException if there is none
     */
    static List<AskedFinding> of(
            List<FindingDefinition> definitions, List<String> labels, Optional<String> cancerFinding)
            throws TableException {
        if (labels.equals(List.of(RsnaTable.CANCER))) {
            return List.of(new AskedFinding(cancer(definitions, cancerFinding), RsnaTable.CANCER));
        }
        List<AskedFinding> asked = new ArrayList<>();
        for (FindingDefinition definition : definitions) {
            if (labels.contains(definition.key())) {
                asked.add(new AskedFinding(definition, definition.key()));
            }
        }
        if (asked.isEmpty()) {
            throw new TableException("the findings file asks for " + keys(definitions) + ", the table has labels for "
                    + String.join(", ", labels));
        }
        return asked;
    }

    private static FindingDefinition cancer(List<FindingDefinition> definitions, Optional<String> cancerFinding)
            throws TableException {
        List<String> wanted = cancerFinding.map(List::of).orElse(CANCER_KEYS);
        for (String key : wanted) {
            for (FindingDefinition definition : definitions) {
                if (definition.key().equals(key)) {
                    return definition;
                }
            }
        }
        if (cancerFinding.isEmpty() && definitions.size() == 1) {
            return definitions.get(0);
        }
        throw new TableException("which finding is compared with the cancer label? The findings file asks for "
                + keys(definitions) + "; choose one with --cancer-finding KEY");
    }

    private static String keys(List<FindingDefinition> definitions) {
        return String.join(
                ", ", definitions.stream().map(FindingDefinition::key).toList());
    }
}
