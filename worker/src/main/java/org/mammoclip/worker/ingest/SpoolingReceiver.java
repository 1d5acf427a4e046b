package org.mammoclip.worker.ingest;

import java.io.IOException;
import java.io.InputStream;
import org.mammoclip.dicom.dimse.InstanceReceiver;
import org.mammoclip.dicom.dimse.StoreRequest;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.schema.ledger.RequestPriority;

/** Instances that peers send with C-STORE. Stateless beside the intake; called on association threads. */
public final class SpoolingReceiver implements InstanceReceiver {
    private final InstanceIntake intake;

    public SpoolingReceiver(InstanceIntake intake) {
        this.intake = intake;
    }

    @Override
    public StoreStatus receive(StoreRequest request, InputStream encodedDataSet) throws IOException {
        return intake.take(Arrival.of(request), RequestPriority.ROUTINE, encodedDataSet);
    }
}
