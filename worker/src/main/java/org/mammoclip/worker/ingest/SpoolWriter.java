package org.mammoclip.worker.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.file.FileMeta;
import org.mammoclip.dicom.file.Implementation;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.mammogram.InstanceHeader;
import org.mammoclip.schema.ledger.Sha256;
import org.mammoclip.schema.ledger.SpoolId;
import org.mammoclip.schema.ledger.StoredObject;
import org.mammoclip.worker.storage.DurableFiles;
import org.mammoclip.worker.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one data set from the wire to stable storage: hash and write in one pass, read back what was written, sync,
 * rename, sync the directory. Thread-safe; holds one buffer of {@link #BUFFER_BYTES} per concurrent caller.
 */
final class SpoolWriter {
    static final int BUFFER_BYTES = 256 << 10;

    /** A data set is parsed by this many callers at a time: a deflated one is inflated into memory. */
    private static final int MAX_PARSING = 4;

    private static final Logger log = LoggerFactory.getLogger(SpoolWriter.class);

    private final ObjectStore store;
    private final DurableFiles files;
    private final long maxDataSetBytes;
    private final ReadLimits limits;
    private final ConcurrentLinkedQueue<byte[]> buffers = new ConcurrentLinkedQueue<>();
    private final Semaphore parsing = new Semaphore(MAX_PARSING);

    SpoolWriter(ObjectStore store, DurableFiles files, long maxDataSetBytes) {
        this.store = store;
        this.files = files;
        this.maxDataSetBytes = maxDataSetBytes;
        this.limits = ReadLimits.DEFAULT
                .withMaxElementBytes(Math.min(maxDataSetBytes, ReadLimits.DEFAULT.maxElementBytes()))
                .withMaxDataSetBytes(Math.max(maxDataSetBytes, ReadLimits.DEFAULT.maxDataSetBytes()));
    }

    /**
     * @throws Refusal if the instance cannot be taken; no file is left
     * @throws IOException if the connection broke while reading; no file is left
     */
    SpooledInstance write(Arrival arrival, InputStream dataSet) throws Refusal, IOException {
        TransferSyntax syntax = TransferSyntax.of(arrival.transferSyntaxUid())
                .orElseThrow(() -> new Refusal(
                        Refusal.Reason.TRANSFER_SYNTAX, StoreStatus.cannotUnderstand("transfer syntax not supported")));
        SpoolId id = store.newId(ObjectStore.Area.RECEIVED);
        Path file = store.unfinished(id);
        boolean kept = false;
        try {
            MessageDigest sha256 = sha256();
            long bytes = copy(arrival, syntax, dataSet, file, sha256);
            InstanceHeader header = readBack(arrival, file);
            onDisk(() -> store.complete(id));
            kept = true;
            StoredObject object = new StoredObject(
                    id,
                    Sha256.of(sha256.digest()),
                    bytes,
                    syntax.uid(),
                    header.reference().sopClassUid());
            return new SpooledInstance(object, header);
        } finally {
            if (!kept) {
                discard(id);
            }
        }
    }

    /** Writes header and data set, synced and closed; the digest covers the data set. */
    private long copy(Arrival arrival, TransferSyntax syntax, InputStream dataSet, Path file, MessageDigest sha256)
            throws Refusal, IOException {
        byte[] header =
                FileMeta.encode(arrival.sopClassUid(), arrival.sopInstanceUid(), syntax, Implementation.MAMMOCLIP);
        byte[] buffer = takeBuffer();
        DurableFiles.Output output = onDisk(() -> files.create(file, 0));
        try {
            onDisk(() -> output.write(ByteBuffer.wrap(header)));
            long bytes = 0;
            for (int n = fill(dataSet, buffer); n > 0; n = fill(dataSet, buffer)) {
                bytes += n;
                if (bytes > maxDataSetBytes) {
                    throw new Refusal(
                            Refusal.Reason.TOO_LONG, StoreStatus.outOfResources("data set longer than our limit"));
                }
                sha256.update(buffer, 0, n);
                ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, n);
                onDisk(() -> output.write(chunk));
            }
            onDisk(output::sync);
            onDisk(output::close);
            return bytes;
        } finally {
            buffers.offer(buffer);
            closeQuietly(output);
        }
    }

    /** Fills the buffer as far as the stream goes, so that the disk sees few large writes. */
    private static int fill(InputStream in, byte[] buffer) throws IOException {
        return in.readNBytes(buffer, 0, buffer.length);
    }

    /** Reads the header from the file that was written: what later stages will see is what is checked. */
    private InstanceHeader readBack(Arrival arrival, Path file) throws Refusal {
        DataSet dataSet;
        parsing.acquireUninterruptibly();
        try {
            Part10File part10 = Part10Reader.read(file, limits);
            dataSet = part10.dataSet();
        } catch (DicomFormatException e) {
            throw new Refusal(
                    Refusal.Reason.UNREADABLE,
                    StoreStatus.cannotUnderstand(
                            "cannot parse" + e.tagText().map(tag -> " " + tag).orElse("")),
                    e);
        } catch (IOException e) {
            throw diskFailure(e);
        } finally {
            parsing.release();
        }
        return check(arrival, dataSet);
    }

    private static InstanceHeader check(Arrival arrival, DataSet dataSet) throws Refusal {
        if (!isSame(dataSet, Tag.SOPClassUID, arrival.sopClassUid())) {
            throw new Refusal(
                    Refusal.Reason.COMMAND_MISMATCH,
                    StoreStatus.dataSetMismatch("SOP Class UID differs from the command"));
        }
        if (!isSame(dataSet, Tag.SOPInstanceUID, arrival.sopInstanceUid())) {
            throw new Refusal(
                    Refusal.Reason.COMMAND_MISMATCH,
                    StoreStatus.dataSetMismatch("SOP Instance UID differs from the command"));
        }
        Optional<InstanceHeader> header = InstanceHeader.of(dataSet);
        return header.orElseThrow(() -> new Refusal(
                Refusal.Reason.MISSING_UID,
                StoreStatus.dataSetMismatch("Study or Series Instance UID missing or no UID")));
    }

    private static boolean isSame(DataSet dataSet, int tag, Uid expected) {
        return dataSet.uid(tag).filter(expected::equals).isPresent();
    }

    /** Removes a file that nobody was promised: refused, a duplicate, or a conflict. */
    void discard(SpoolId id) {
        try {
            store.delete(id);
        } catch (IOException e) {
            log.atWarn().setCause(e).log("an unwanted instance could not be deleted; start-up will see to it");
        }
    }

    private byte[] takeBuffer() {
        byte[] buffer = buffers.poll();
        return buffer == null ? new byte[BUFFER_BYTES] : buffer;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void closeQuietly(DurableFiles.Output output) {
        try {
            output.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("closing a refused instance failed");
        }
    }

    @FunctionalInterface
    private interface DiskAction<T> {
        T run() throws IOException;
    }

    @FunctionalInterface
    private interface DiskStep {
        void run() throws IOException;
    }

    private static void onDisk(DiskStep step) throws Refusal {
        try {
            step.run();
        } catch (IOException e) {
            throw diskFailure(e);
        }
    }

    private static <T> T onDisk(DiskAction<T> action) throws Refusal {
        try {
            return action.run();
        } catch (IOException e) {
            throw diskFailure(e);
        }
    }

    private static Refusal diskFailure(IOException cause) {
        return new Refusal(Refusal.Reason.DISK_FAILURE, StoreStatus.outOfResources("cannot write to disk"), cause);
    }
}
