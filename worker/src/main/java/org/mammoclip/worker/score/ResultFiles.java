package org.mammoclip.worker.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.schema.ledger.OutputObject;
import org.mammoclip.schema.ledger.StoredObject;
import org.mammoclip.worker.storage.ObjectStore;

/** Makes the objects of a result and writes them side by side: all of them are durable, or none is left. Thread-safe. */
final class ResultFiles {
    private final OutputWriter writer;
    private final ObjectStore store;
    private final ExamScorer threads;

    /** @param threads whose preparation threads render and write */
    ResultFiles(OutputWriter writer, ObjectStore store, ExamScorer threads) {
        this.writer = writer;
        this.store = store;
        this.threads = threads;
    }

    /** @throws IOException if one could not be written; then the others are deleted */
    List<OutputObject> write(List<ResultObjects.Recipe> recipes) throws IOException, InterruptedException {
        List<OutputObject> written = Collections.synchronizedList(new ArrayList<>());
        List<Callable<Optional<OutputObject>>> tasks = new ArrayList<>();
        for (ResultObjects.Recipe recipe : recipes) {
            tasks.add(() -> {
                Optional<ResultObject> object = recipe.make();
                if (object.isEmpty()) {
                    return Optional.empty();
                }
                OutputObject output = write(object.get());
                written.add(output);
                return Optional.of(output);
            });
        }
        boolean complete = false;
        try {
            List<OutputObject> outputs =
                    threads.inParallel(tasks).stream().flatMap(Optional::stream).toList();
            complete = true;
            return outputs;
        } finally {
            if (!complete) {
                discard(List.copyOf(written));
            }
        }
    }

    private OutputObject write(ResultObject object) throws IOException {
        StoredObject stored = writer.write(object.dataSet());
        Mammogram source = object.source();
        return new OutputObject(
                uid(object, Tag.SeriesInstanceUID),
                uid(object, Tag.SOPInstanceUID),
                object.kind(),
                source == null ? null : source.source().sopInstanceUid(),
                stored);
    }

    private static Uid uid(ResultObject object, int tag) {
        return object.dataSet()
                .uid(tag)
                .orElseThrow(() -> new IllegalStateException("an object of ours without " + Tag.format(tag)));
    }

    /** Deletes what no row will ever name. */
    void discard(List<OutputObject> outputs) throws IOException {
        for (OutputObject output : outputs) {
            store.delete(output.object().spoolId());
        }
    }
}
