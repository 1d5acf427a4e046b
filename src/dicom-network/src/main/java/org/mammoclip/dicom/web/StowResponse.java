package org.mammoclip.dicom.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreStatus;

/**
 * The Store Instances Response Module (PS3.18 Annex I): what the server says about each instance. An instance that it
 * lists as stored and as failed is counted as neither.
 */
final class StowResponse {
    static final StowResponse EMPTY = new StowResponse(Map.of());

    private final Map<Uid, SendOutcome> outcomes;

    private StowResponse(Map<Uid, SendOutcome> outcomes) {
        this.outcomes = outcomes;
    }

    /** @param body one data set, or several for several studies */
    static StowResponse of(List<DataSet> body) {
        Map<Uid, SendOutcome> stored = new HashMap<>();
        Map<Uid, SendOutcome> failed = new HashMap<>();
        for (DataSet module : body) {
            for (DataSet item : module.items(Tag.ReferencedSOPSequence)) {
                item.uid(Tag.ReferencedSOPInstanceUID)
                        .ifPresent(
                                uid -> stored.put(uid, new SendOutcome.Accepted(reason(item, Tag.WarningReason, 0))));
            }
            for (DataSet item : module.items(Tag.FailedSOPSequence)) {
                StoreStatus status = reason(item, Tag.FailureReason, 0x0110);
                item.uid(Tag.ReferencedSOPInstanceUID)
                        .ifPresent(
                                uid -> failed.put(uid, new SendOutcome.Refused(status, !status.isTransientFailure())));
            }
        }
        Map<Uid, SendOutcome> outcomes = new HashMap<>(stored);
        failed.forEach((uid, outcome) -> {
            if (outcomes.remove(uid) == null) {
                outcomes.put(uid, outcome);
            }
        });
        return new StowResponse(Map.copyOf(outcomes));
    }

    private static StoreStatus reason(DataSet item, int tag, int otherwise) {
        int code = item.integer(tag).orElse(otherwise);
        return new StoreStatus(code < 0 || code > 0xFFFF ? otherwise : code, "");
    }

    Optional<SendOutcome> outcome(Uid sopInstance) {
        return Optional.ofNullable(outcomes.get(sopInstance));
    }
}
