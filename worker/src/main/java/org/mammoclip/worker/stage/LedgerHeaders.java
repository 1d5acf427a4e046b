package org.mammoclip.worker.stage;

import java.util.List;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.json.DicomJson;
import org.mammoclip.mammogram.InstanceHeader;
import org.mammoclip.mammogram.select.DecidedInstance;
import org.mammoclip.mammogram.select.ImageSelector;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.schema.ledger.LedgerInstance;

/** Reads the headers of instances back from their ledger rows. Stateless. */
public final class LedgerHeaders {
    private LedgerHeaders() {}

    /**
     * The instances that take part in a revision, with the decision table's word on each.
     *
     * @param instances of one study
     * @param revision those that arrived in a later one are left out
     */
    public static List<DecidedInstance> upTo(int revision, List<LedgerInstance> instances, SelectionRules rules) {
        return instances.stream()
                .filter(instance -> instance.revision() <= revision)
                .map(instance -> {
                    InstanceHeader header = headerOf(instance);
                    return new DecidedInstance(header, ImageSelector.decide(header, rules), instance.receivedAt());
                })
                .toList();
    }

    /** @throws IllegalStateException if the row does not hold what intake wrote */
    private static InstanceHeader headerOf(LedgerInstance instance) {
        try {
            List<DataSet> dataSets = DicomJson.read(instance.headerJson());
            return InstanceHeader.of(dataSets.get(0))
                    .orElseThrow(() -> new IllegalStateException("a recorded header without its UIDs"));
        } catch (DicomFormatException e) {
            throw new IllegalStateException("a recorded header is no DICOM JSON", e);
        }
    }
}
