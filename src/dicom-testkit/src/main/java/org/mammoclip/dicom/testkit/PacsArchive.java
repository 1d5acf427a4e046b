package org.mammoclip.dicom.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.SopClass;

/** The objects of an {@link InMemoryPacs}: the first copy of each SOP Instance UID and how often it came. Thread-safe. */
final class PacsArchive {
    private final @Nullable Path directory;
    private final Map<Uid, Entry> entries = new LinkedHashMap<>();
    private long incomingNumber;

    /** @param directory where objects are kept as files, or null for memory */
    PacsArchive(@Nullable Path directory) throws IOException {
        this.directory = directory;
        if (directory != null) {
            Files.createDirectories(directory);
        }
    }

    /** An object that is held. */
    record Entry(StoredInstance instance, DataSet header, Content content, byte[] digest) {
        Entry again(boolean sameBytes) {
            StoredInstance i = instance;
            return new Entry(
                    new StoredInstance(
                            i.studyInstanceUid(),
                            i.seriesInstanceUid(),
                            i.sopInstanceUid(),
                            i.sopClassUid(),
                            i.transferSyntax(),
                            i.modality(),
                            i.arrivals() + 1,
                            i.identical() && sameBytes),
                    header,
                    content,
                    digest);
        }
    }

    /** Part 10 bytes, wherever they are. */
    sealed interface Content {
        InputStream open() throws IOException;

        record InMemory(byte[] bytes) implements Content {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        }

        record InFile(Path path) implements Content {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(path);
            }
        }
    }

    /** An object on its way in: write Part 10 bytes, then store or drop it. One thread. */
    final class Incoming implements AutoCloseable {
        private final OutputStream out;
        private final @Nullable Path file;
        private boolean taken;

        private Incoming() throws IOException {
            if (directory == null) {
                file = null;
                out = new ByteArrayOutputStream();
            } else {
                file = directory.resolve("incoming-" + nextNumber() + ".part");
                out = Files.newOutputStream(file);
            }
        }

        OutputStream out() {
            return out;
        }

        /**
         * Closes the bytes and reads their header.
         *
         * @throws DicomFormatException if they are no DICOM file with the identifiers of a composite instance
         */
        Candidate finish() throws IOException {
            out.close();
            Content content = file != null
                    ? new Content.InFile(file)
                    : new Content.InMemory(((ByteArrayOutputStream) out).toByteArray());
            Part10File part10;
            try (InputStream in = content.open()) {
                part10 = Part10Reader.readHeader(in, ReadLimits.DEFAULT);
            }
            return new Candidate(part10, content, digest(content));
        }

        /** Keeps the object, or counts one more arrival of it. */
        void store(Candidate candidate) throws IOException {
            taken = keep(candidate, 1);
        }

        /** Keeps the object without counting an arrival. */
        void load(Candidate candidate) throws IOException {
            taken = keep(candidate, 0);
        }

        @Override
        public void close() throws IOException {
            if (file != null && !taken) {
                out.close();
                Files.deleteIfExists(file);
            }
        }
    }

    /** A readable object that is not stored yet. */
    record Candidate(Part10File part10, Content content, byte[] digest) {
        Candidate {
            for (int tag :
                    new int[] {Tag.SOPClassUID, Tag.SOPInstanceUID, Tag.StudyInstanceUID, Tag.SeriesInstanceUID}) {
                if (part10.dataSet().uid(tag).isEmpty()) {
                    throw new MissingIdentifierException(tag);
                }
            }
        }

        Uid uid(int tag) {
            return part10.dataSet().uid(tag).orElseThrow();
        }
    }

    /** An object without one of the four identifiers. */
    static final class MissingIdentifierException extends RuntimeException {
        private static final long serialVersionUID = 1;

        MissingIdentifierException(int tag) {
            super(Tag.format(tag) + " is missing or no UID");
        }
    }

    Incoming incoming() throws IOException {
        return new Incoming();
    }

    private synchronized long nextNumber() {
        return ++incomingNumber;
    }

    /** @return whether the candidate's content is now the archive's */
    private synchronized boolean keep(Candidate candidate, int arrivals) throws IOException {
        Uid uid = candidate.uid(Tag.SOPInstanceUID);
        Entry known = entries.get(uid);
        if (known != null) {
            if (arrivals > 0) {
                entries.put(uid, known.again(Arrays.equals(known.digest(), candidate.digest())));
            }
            return false;
        }
        Content content = candidate.content();
        if (content instanceof Content.InFile inFile) {
            Path file = inFile.path().resolveSibling(fileName(candidate.uid(Tag.SOPClassUID)));
            Files.move(inFile.path(), file, StandardCopyOption.ATOMIC_MOVE);
            content = new Content.InFile(file);
        }
        DataSet header = candidate.part10().dataSet();
        StoredInstance instance = new StoredInstance(
                candidate.uid(Tag.StudyInstanceUID),
                candidate.uid(Tag.SeriesInstanceUID),
                uid,
                candidate.uid(Tag.SOPClassUID),
                candidate.part10().transferSyntax(),
                header.string(Tag.Modality).orElse(""),
                arrivals,
                true);
        entries.put(uid, new Entry(instance, header, content, candidate.digest()));
        return true;
    }

    /** A running number and the SOP class: nothing from the wire names a file. */
    private String fileName(Uid sopClass) {
        String title = SopClass.title(sopClass).orElse("Other Storage");
        String words =
                title.toLowerCase(Locale.ROOT).replaceAll(" storage.*", "").replaceAll("[^a-z0-9]+", "-");
        return String.format(Locale.ROOT, "%05d-%s.dcm", entries.size() + 1, words);
    }

    synchronized List<Entry> entries(Predicate<Entry> wanted) {
        return entries.values().stream().filter(wanted).toList();
    }

    synchronized Optional<Entry> entry(Uid sopInstanceUid) {
        return Optional.ofNullable(entries.get(sopInstanceUid));
    }

    synchronized void clear() throws IOException {
        List<Entry> old = new ArrayList<>(entries.values());
        entries.clear();
        for (Entry entry : old) {
            if (entry.content() instanceof Content.InFile inFile) {
                Files.deleteIfExists(inFile.path());
            }
        }
    }

    /** SHA-256 of the data set bytes: file meta information may differ between two arrivals of one object. */
    private static byte[] digest(Content content) throws IOException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        try (InputStream in = content.open();
                InputStream digesting = new DigestInputStream(in, sha256)) {
            byte[] head = in.readNBytes(144);
            long groupLength = head.length < 144
                    ? 0
                    : (head[140] & 0xFFL)
                            | (head[141] & 0xFFL) << 8
                            | (head[142] & 0xFFL) << 16
                            | (head[143] & 0xFFL) << 24;
            in.skipNBytes(groupLength);
            digesting.transferTo(OutputStream.nullOutputStream());
        }
        return sha256.digest();
    }
}
