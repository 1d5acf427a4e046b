package org.mammoclip.worker.score;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.DataSetWriter;
import org.mammoclip.dicom.file.FileMeta;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.schema.ledger.Sha256;
import org.mammoclip.schema.ledger.SpoolId;
import org.mammoclip.schema.ledger.StoredObject;
import org.mammoclip.worker.storage.DurableFiles;
import org.mammoclip.worker.storage.ObjectStore;

/** Makes the objects of a result durable, as Part 10 files in Explicit VR Little Endian. Thread-safe. */
public final class OutputWriter {
    private static final int BUFFER_BYTES = 128 << 10;

    private final ObjectStore store;
    private final DurableFiles files;

    public OutputWriter(ObjectStore store, DurableFiles files) {
        this.store = store;
        this.files = files;
    }

    /** Counts what the file takes, and hands it on. */
    private static final class FileStream extends OutputStream {
        private final DurableFiles.Output output;
        private long bytes;

        FileStream(DurableFiles.Output output) {
            this.output = output;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            output.write(ByteBuffer.wrap(data, offset, length));
            bytes += length;
        }
    }

    /**
     * Writes and syncs one object.
     *
     * @throws IOException if the disk failed; no file is left that a row could name
     */
    StoredObject write(DataSet object) throws IOException {
        Part10File part10 = Part10File.of(object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        SpoolId id = store.newId(ObjectStore.Area.WRITTEN);
        boolean written = false;
        try {
            StoredObject stored = write(id, part10);
            store.complete(id);
            written = true;
            return stored;
        } finally {
            if (!written) {
                store.delete(id);
            }
        }
    }

    private StoredObject write(SpoolId id, Part10File part10) throws IOException {
        MessageDigest sha256 = sha256();
        byte[] head = FileMeta.encode(part10.fileMeta());
        try (DurableFiles.Output output = files.create(store.unfinished(id), 0)) {
            FileStream stream = new FileStream(output);
            stream.write(head, 0, head.length);
            OutputStream dataSet = new DigestOutputStream(new BufferedOutputStream(stream, BUFFER_BYTES), sha256);
            DataSetWriter.write(dataSet, part10.dataSet(), part10.transferSyntax());
            dataSet.flush();
            output.sync();
            return new StoredObject(
                    id,
                    Sha256.of(sha256.digest()),
                    stream.bytes - head.length,
                    part10.transferSyntax().uid(),
                    sopClass(part10));
        }
    }

    private static Uid sopClass(Part10File part10) {
        return part10.dataSet()
                .uid(Tag.SOPClassUID)
                .orElseThrow(() -> new IllegalStateException("an object of ours without SOP Class UID"));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
