package org.mammoclip.worker.learn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.DicomFormatException;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.mammogram.InstanceHeader;
import org.mammoclip.mammogram.LeftOut;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.select.Assembly;
import org.mammoclip.mammogram.select.Completeness;
import org.mammoclip.mammogram.select.DecidedInstance;
import org.mammoclip.mammogram.select.ImageSelector;
import org.mammoclip.mammogram.select.IneligibleReason;
import org.mammoclip.mammogram.select.SelectionRules;
import org.mammoclip.worker.evaluate.ImageFolder;
import org.mammoclip.worker.evaluate.Progress;

/**
 * The screening exams among the DICOM files below a folder, found by their headers, whatever the files are called. Images are chosen
 * as the worker chooses those it scores; a study without both views of a breast still teaches with the views it has. Reads headers
 * twice, once to see which files belong together, so that memory does not grow with their attributes. Not thread-safe.
 */
final class StudyFolder {
    private final SelectionRules rules;
    private final Map<Uid, List<Path>> studies = new TreeMap<>();
    private final Map<String, Integer> studiesOf = new HashMap<>();
    private final Map<String, Integer> leftOut = new TreeMap<>();

    private StudyFolder(SelectionRules rules) {
        this.rules = rules;
    }

    /**
     * Reads every header once.
     *
     * @throws IOException if the folder cannot be read, or has more than {@link ImageFolder#MAX_FILES} files
     */
    static StudyFolder index(Path folder, SelectionRules rules, Progress progress) throws IOException {
        StudyFolder found = new StudyFolder(rules);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile)
                    .sorted()
                    .limit(ImageFolder.MAX_FILES + 1L)
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (files.size() > ImageFolder.MAX_FILES) {
            throw new IOException("more than " + ImageFolder.MAX_FILES + " files below " + folder);
        }
        progress.start(0);
        Set<Uid> seen = new HashSet<>();
        int done = 0;
        for (Path file : files) {
            found.add(file, seen);
            progress.done(++done, files.size());
        }
        return found;
    }

    private void add(Path file, Set<Uid> seen) throws IOException {
        Optional<InstanceHeader> header = header(file);
        if (header.isEmpty()) {
            return;
        }
        if (!seen.add(header.get().reference().sopInstanceUid())) {
            leave("an object that is there twice");
            return;
        }
        Uid study = header.get().reference().studyInstanceUid();
        List<Path> files = studies.get(study);
        if (files == null) {
            files = new ArrayList<>(4);
            studies.put(study, files);
            studiesOf.merge(patient(header.get().attributes()), 1, Integer::sum);
        }
        files.add(file);
    }

    private Optional<InstanceHeader> header(Path file) throws IOException {
        try {
            Optional<InstanceHeader> header = InstanceHeader.of(
                    Part10Reader.readHeader(file, ReadLimits.DEFAULT).dataSet());
            if (header.isEmpty()) {
                leave("a DICOM object without its UIDs");
            }
            return header;
        } catch (DicomFormatException e) {
            leave("no DICOM object, or a damaged one");
            return Optional.empty();
        }
    }

    private void leave(String reason) {
        leftOut.merge(reason, 1, Integer::sum);
    }

    private static String patient(DataSet image) {
        return image.string(Tag.PatientID).orElse("") + "\0"
                + image.string(Tag.IssuerOfPatientID).orElse("");
    }

    /** Whether a patient has one study here. */
    boolean isOnlyOne(FoundStudy study) {
        return studiesOf.getOrDefault(study.patientId() + "\0" + study.issuer(), 0) == 1;
    }

    /** Number of studies, screening or not. */
    int studies() {
        return studies.size();
    }

    /** How many objects, or studies, were left out for which reason. */
    Map<String, Integer> leftOut() {
        return leftOut;
    }

    /** Decides about one study after the other, by UID. */
    void forEach(Consumer<FoundStudy> consumer) throws IOException {
        for (Map.Entry<Uid, List<Path>> study : studies.entrySet()) {
            decide(study.getKey(), study.getValue()).ifPresent(consumer);
        }
    }

    private Optional<FoundStudy> decide(Uid uid, List<Path> files) throws IOException {
        Map<Uid, Path> fileOf = new HashMap<>();
        List<DecidedInstance> instances = new ArrayList<>();
        for (Path file : files) {
            Optional<InstanceHeader> header = header(file);
            if (header.isPresent()) {
                fileOf.put(header.get().reference().sopInstanceUid(), file);
                instances.add(
                        new DecidedInstance(header.get(), ImageSelector.decide(header.get(), rules), Instant.EPOCH));
            }
        }
        if (instances.isEmpty()) {
            return Optional.empty();
        }
        List<Mammogram> chosen = chosen(Completeness.decideNow(instances, rules), instances);
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        DataSet first = chosen.get(0).header().attributes();
        if (first.string(Tag.PatientID).orElse("").isBlank()) {
            leave("a study without Patient ID, which nobody can keep out of another split");
            return Optional.empty();
        }
        return Optional.of(new FoundStudy(
                uid,
                first.string(Tag.PatientID).orElse(""),
                first.string(Tag.IssuerOfPatientID).orElse(""),
                first.string(Tag.AccessionNumber).map(String::strip).filter(number -> !number.isEmpty()),
                age(first),
                chosen.stream().map(image -> image(image, fileOf)).toList()));
    }

    private List<Mammogram> chosen(Assembly assembly, List<DecidedInstance> instances) {
        if (assembly instanceof Assembly.Complete complete) {
            complete.study().leftOut().forEach(this::leave);
            return complete.study().mammograms();
        }
        if (assembly instanceof Assembly.Partial partial) {
            partial.study().leftOut().forEach(this::leave);
            return partial.study().mammograms();
        }
        if (assembly instanceof Assembly.Ineligible ineligible) {
            if (ineligible.reason() == IneligibleReason.MISSING_VIEWS) {
                return instances.stream()
                        .filter(instance -> instance.decision().isCandidate())
                        .map(instance -> new Mammogram(
                                instance.header(), instance.decision().slot().orElseThrow(), false))
                        .toList();
            }
            leave("a study: " + ineligible.reason() + ", " + ineligible.detail());
        }
        return List.of();
    }

    private void leave(LeftOut image) {
        leave("an object: " + image.code() + ", " + image.reason());
    }

    private static FoundStudy.Image image(Mammogram mammogram, Map<Uid, Path> fileOf) {
        Uid instance = mammogram.source().sopInstanceUid();
        Path file = fileOf.get(instance);
        if (file == null) {
            throw new IllegalStateException("an image of the study was not among its files");
        }
        DataSet attributes = mammogram.header().attributes();
        return new FoundStudy.Image(
                file,
                instance,
                mammogram.slot(),
                attributes.integer(Tag.Rows).orElse(0),
                attributes.integer(Tag.Columns).orElse(0));
    }

    /** As stated, or from the dates. */
    private static OptionalInt age(DataSet image) {
        String stated = image.string(Tag.PatientAge).orElse("").strip();
        if (stated.matches("[0-9]{1,3}Y")) {
            return OptionalInt.of(Integer.parseInt(stated.substring(0, stated.length() - 1)));
        }
        Optional<LocalDate> birth = image.date(Tag.PatientBirthDate);
        Optional<LocalDate> exam = image.date(Tag.StudyDate);
        return birth.isPresent() && exam.isPresent()
                ? OptionalInt.of((int) ChronoUnit.YEARS.between(birth.get(), exam.get()))
                : OptionalInt.empty();
    }
}
