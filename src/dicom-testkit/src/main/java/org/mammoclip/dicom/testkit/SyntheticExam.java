package org.mammoclip.dicom.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.Vr;
import org.mammoclip.dicom.file.Implementation;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Writer;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.dicom.pixel.ImageSize;

/**
 * A screening mammography exam computed from a seed: valid Digital Mammography X-Ray For Presentation objects (PS3.3
 * A.27) of a breast that never existed. The same seed and options give the same bytes on every machine. UIDs depend on
 * the seed, the view and the copy alone, so one seed with two different options makes conflicting instances. Immutable
 * and thread-safe.
 */
public final class SyntheticExam {
    /** Small enough for fast tests, 12 bits in 16. */
    public static final ImageSize SMALL = new ImageSize(384, 288);

    /** A full-field detector: 27 MB an image. */
    public static final ImageSize FULL_FIELD = new ImageSize(4096, 3328);

    private static final Implementation MODALITY =
            new Implementation(ExamIdentity.uid(0, "implementation"), "SYNTHETIC_FFDM");

    private final ExamIdentity identity;
    private final List<SyntheticImage> images;

    private SyntheticExam(ExamIdentity identity, List<SyntheticImage> images) {
        this.identity = identity;
        this.images = List.copyOf(images);
    }

    /** Four screening views of {@link #SMALL} size, a mass in one breast and a calcification cluster in the other. */
    public static SyntheticExam of(long seed) {
        return builder(seed).build();
    }

    public static Builder builder(long seed) {
        return new Builder(seed);
    }

    public Uid studyInstanceUid() {
        return identity.studyInstanceUid();
    }

    public String patientId() {
        return identity.patientId();
    }

    public String accessionNumber() {
        return identity.accessionNumber();
    }

    /** The images in the order of the views, without pixels yet. */
    public List<SyntheticImage> syntheticImages() {
        return images;
    }

    /** All objects with pixels: for small sizes. */
    public List<Part10File> images() {
        return images.stream().map(SyntheticImage::render).toList();
    }

    /** Writes one file an image, {@code 1-LCC.dcm} and so on, computing one at a time. */
    @CanIgnoreReturnValue
    public List<Path> writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Path> files = new ArrayList<>();
        for (SyntheticImage image : images) {
            Path file = directory.resolve((files.size() + 1) + "-" + image.view() + ".dcm");
            Part10Writer.write(file, image.render());
            files.add(file);
        }
        return files;
    }

    /** Options of an exam. Not thread-safe. */
    public static final class Builder {
        private final long seed;
        private final Map<SyntheticView, List<Defect>> defects = new EnumMap<>(SyntheticView.class);
        private ImageSize size = SMALL;
        private List<SyntheticView> views = SyntheticView.SCREENING;
        private boolean lesions = true;
        private boolean monochrome1;
        private TransferSyntax transferSyntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
        private ExamIdentity identity;

        private Builder(long seed) {
            this.seed = seed;
            String number = Long.toUnsignedString(seed);
            identity = new ExamIdentity(
                    seed,
                    ExamIdentity.uid(seed, "study"),
                    "Synthetic^Exam " + number,
                    "SYN-" + number,
                    "ACC" + (number.length() > 13 ? number.substring(number.length() - 13) : number),
                    "MG SCREENING BILATERAL",
                    LocalDateTime.of(2026, 1, 15, 9, 30));
        }

        @CanIgnoreReturnValue
        public Builder size(ImageSize size) {
            this.size = size;
            return this;
        }

        /** Which views, in this order; a view named twice is taken twice, with another SOP Instance UID. */
        @CanIgnoreReturnValue
        public Builder views(SyntheticView... views) {
            return views(List.of(views));
        }

        @CanIgnoreReturnValue
        public Builder views(List<SyntheticView> views) {
            this.views = List.copyOf(views);
            return this;
        }

        @CanIgnoreReturnValue
        public Builder withoutLesions() {
            lesions = false;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder patientName(String name) {
            return identity(identity.studyInstanceUid(), name, identity.patientId(), identity.accessionNumber());
        }

        @CanIgnoreReturnValue
        public Builder patientId(String id) {
            return identity(identity.studyInstanceUid(), identity.patientName(), id, identity.accessionNumber());
        }

        @CanIgnoreReturnValue
        public Builder accessionNumber(String number) {
            return identity(identity.studyInstanceUid(), identity.patientName(), identity.patientId(), number);
        }

        /** Puts the images into an existing study. */
        @CanIgnoreReturnValue
        public Builder studyInstanceUid(Uid uid) {
            return identity(uid, identity.patientName(), identity.patientId(), identity.accessionNumber());
        }

        private Builder identity(Uid study, String name, String id, String accession) {
            identity = new ExamIdentity(
                    seed, study, name, id, accession, identity.studyDescription(), identity.acquiredAt());
            return this;
        }

        @CanIgnoreReturnValue
        public Builder studyDescription(String description) {
            identity = new ExamIdentity(
                    seed,
                    identity.studyInstanceUid(),
                    identity.patientName(),
                    identity.patientId(),
                    identity.accessionNumber(),
                    description,
                    identity.acquiredAt());
            return this;
        }

        @CanIgnoreReturnValue
        public Builder acquiredAt(LocalDateTime dateTime) {
            identity = new ExamIdentity(
                    seed,
                    identity.studyInstanceUid(),
                    identity.patientName(),
                    identity.patientId(),
                    identity.accessionNumber(),
                    identity.studyDescription(),
                    dateTime);
            return this;
        }

        /** Stores inverted values with MONOCHROME1; the same picture. */
        @CanIgnoreReturnValue
        public Builder monochrome1() {
            monochrome1 = true;
            return this;
        }

        /** One of the native transfer syntaxes; Explicit VR Little Endian when not called. */
        @CanIgnoreReturnValue
        public Builder transferSyntax(TransferSyntax transferSyntax) {
            if (transferSyntax.isEncapsulated()) {
                throw new IllegalArgumentException("synthetic images are native");
            }
            this.transferSyntax = transferSyntax;
            return this;
        }

        /** Breaks every image of the view; several defects add up. */
        @CanIgnoreReturnValue
        public Builder defect(SyntheticView view, Defect defect) {
            defects.computeIfAbsent(view, v -> new ArrayList<>()).add(defect);
            return this;
        }

        public SyntheticExam build() {
            List<SyntheticImage> images = new ArrayList<>();
            for (SyntheticView view : views) {
                long copy =
                        images.stream().filter(image -> image.view() == view).count() + 1;
                images.add(image(view, copy, images.size() + 1));
            }
            return new SyntheticExam(identity, images);
        }

        private SyntheticImage image(SyntheticView view, long copy, int number) {
            Uid series = ExamIdentity.uid(seed, "series|" + view);
            Uid instance = ExamIdentity.uid(seed, "image|" + view + "|" + copy);
            SplittableRandom random = new SplittableRandom(seed * 31 + view.ordinal() + 1000 * copy);
            BreastShape shape = BreastShape.of(view, size, random);
            LesionPlan plan = lesions ? LesionPlan.of(seed, view, shape) : LesionPlan.NONE;
            BreastPainter painter = new BreastPainter(shape, plan.shapes(), random);
            MammogramHeader header = new MammogramHeader(identity, view, series, instance, number, size, monochrome1);
            boolean inverted = monochrome1;
            TransferSyntax syntax = transferSyntax;
            List<Defect> wrong = List.copyOf(defects.getOrDefault(view, List.of()));
            return new SyntheticImage(
                    view, series, instance, plan.truth(), () -> render(header, painter, inverted, syntax, wrong));
        }

        private static Part10File render(
                MammogramHeader header,
                BreastPainter painter,
                boolean inverted,
                TransferSyntax transferSyntax,
                List<Defect> defects) {
            DataSet image = header.build().toBuilder()
                    .binary(Tag.PixelData, Vr.OW, painter.paint(inverted))
                    .build();
            for (Defect defect : defects) {
                image = Defects.apply(defect, image);
            }
            return Part10File.of(image, transferSyntax, MODALITY);
        }
    }
}
