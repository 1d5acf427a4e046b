package org.mammoclip.dicom.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.file.Part10File;

/**
 * A PACS on loopback for tests and the quickstart: C-ECHO and C-STORE SCP (the provider {@code embedded}), and a
 * DICOMweb origin server with STOW-RS, WADO-RS and QIDO-RS (PS3.18 chapter 10). Duplicates are accepted and counted.
 * Faults can be injected. Not durable and without access control: never in front of patients. Thread-safe.
 */
public final class InMemoryPacs implements AutoCloseable {
    private InMemoryPacs() {}

    /** Starts with AE title {@code TESTPACS} on free ports, objects in memory. */
    public static InMemoryPacs start() throws IOException {
        return builder().start();
    }

    public static Builder builder() {
        throw new UnsupportedOperationException();
    }

    public AeTitle aeTitle() {
        throw new UnsupportedOperationException();
    }

    public int dimsePort() {
        throw new UnsupportedOperationException();
    }

    /** The DICOMweb base, {@code http://127.0.0.1:PORT/dicom-web}. */
    public URI dicomWeb() {
        throw new UnsupportedOperationException();
    }

    /** What it holds now, in the order of first arrival. */
    public List<StoredInstance> received() {
        throw new UnsupportedOperationException();
    }

    /** What it holds of one study, in the order of first arrival. */
    public List<StoredInstance> received(Uid studyInstanceUid) {
        throw new UnsupportedOperationException();
    }

    /** The object as stored first: Part 10 bytes. */
    public Optional<byte[]> part10(Uid sopInstanceUid) {
        throw new UnsupportedOperationException();
    }

    /** Puts objects into the archive as if they had always been there; they do not count as arrivals. */
    public void load(List<Part10File> objects) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Misbehaves from now on; faults queue up in the order given. */
    public void inject(PacsFault... faults) {
        throw new UnsupportedOperationException();
    }

    /** Ends all faults; stalled requests go on. */
    public void clearFaults() {
        throw new UnsupportedOperationException();
    }

    /** Closes both ports; the objects stay. */
    public void down() {
        throw new UnsupportedOperationException();
    }

    /** Opens the same ports again. */
    public void up() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Forgets all objects and counts. */
    public void clear() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /** How a PACS starts. Not thread-safe. */
    public static final class Builder {
        private Builder() {}

        @CanIgnoreReturnValue
        public Builder aeTitle(AeTitle title) {
            throw new UnsupportedOperationException();
        }

        /** Keeps objects as {@code SOPInstanceUID.dcm} in the directory and not in memory. */
        @CanIgnoreReturnValue
        public Builder directory(Path directory) {
            throw new UnsupportedOperationException();
        }

        /** 0, the default: a free one. */
        @CanIgnoreReturnValue
        public Builder dimsePort(int port) {
            throw new UnsupportedOperationException();
        }

        /** 0, the default: a free one. */
        @CanIgnoreReturnValue
        public Builder httpPort(int port) {
            throw new UnsupportedOperationException();
        }

        /** HTTP Basic credentials that every DICOMweb request must carry. */
        @CanIgnoreReturnValue
        public Builder basicAuthentication(String user, String password) {
            throw new UnsupportedOperationException();
        }

        public InMemoryPacs start() throws IOException {
            throw new UnsupportedOperationException();
        }
    }
}
