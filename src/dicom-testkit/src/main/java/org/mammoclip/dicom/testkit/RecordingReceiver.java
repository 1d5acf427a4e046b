package org.mammoclip.dicom.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mammoclip.dicom.dimse.InstanceReceiver;
import org.mammoclip.dicom.dimse.StoreRequest;
import org.mammoclip.dicom.dimse.StoreStatus;

/** Reads and keeps what comes and answers as told. Thread-safe. */
final class RecordingReceiver implements InstanceReceiver {
    /** A message that was read to its end. */
    record Received(StoreRequest request, byte[] dataSet) {}

    private final List<Received> completed = new CopyOnWriteArrayList<>();
    private final List<IOException> broken = new CopyOnWriteArrayList<>();
    private volatile InstanceReceiver behaviour = this::readAll;

    /** What to do from now on instead of reading and answering success. */
    void behave(InstanceReceiver how) {
        behaviour = how;
    }

    void behaveNormally() {
        behaviour = this::readAll;
    }

    List<Received> completed() {
        return List.copyOf(completed);
    }

    /** The failures of reads that did not reach the end of a data set. */
    List<IOException> broken() {
        return List.copyOf(broken);
    }

    @Override
    public StoreStatus receive(StoreRequest request, InputStream encodedDataSet) throws IOException {
        return behaviour.receive(request, encodedDataSet);
    }

    StoreStatus readAll(StoreRequest request, InputStream encodedDataSet) throws IOException {
        try {
            completed.add(new Received(request, encodedDataSet.readAllBytes()));
        } catch (IOException e) {
            broken.add(e);
            throw e;
        }
        return StoreStatus.SUCCESS;
    }
}
