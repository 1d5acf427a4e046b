package org.mammoclip.worker.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.evaluate.Provenance;
import org.mammoclip.mammoclip.evaluate.metric.BoxCase;
import org.mammoclip.mammoclip.evaluate.table.BoxTable;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.PredictionTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;

/**
 * Boxes beside a table of predictions.
 *
 * @param found boxes of the program
 * @param truth boxes that people drew, in pixels of the same pictures
 */
public record PredictedBoxes(CsvTable found, CsvTable truth) {
    /** One case per image of the table, with or without boxes. */
    List<BoxCase> cases(String finding, List<PredictionTable.Row> rows) throws TableException {
        BoxTable program = BoxTable.found(found, finding);
        BoxTable people = BoxTable.truth(truth, finding);
        Map<String, BoxCase> cases = new LinkedHashMap<>();
        for (PredictionTable.Row row : rows) {
            cases.putIfAbsent(
                    row.image(),
                    new BoxCase(row.image(), row.patient(), people.of(row.image()), program.foundIn(row.image())));
        }
        return List.copyOf(cases.values());
    }

    List<Provenance.Input> inputs() {
        return List.of(
                new Provenance.Input(
                        "Boxes", found.name(), found.sha256(), found.rows().size(), 0),
                new Provenance.Input(
                        "True boxes", truth.name(), truth.sha256(), truth.rows().size(), 0));
    }
}
