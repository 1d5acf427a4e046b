package org.mammoclip.mammogram.select;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;

/** Whether the images of one Study Instance UID agree about whose they are. */
final class StudyIdentity {
    private StudyIdentity() {}

    /**
     * The name of the first attribute in which two images differ. An image without Patient ID differs from one with; for
     * the other attributes a missing value says nothing.
     */
    static Optional<String> disagreement(List<DataSet> images) {
        if (images.stream().map(image -> exact(image, Tag.PatientID)).distinct().count() > 1) {
            return Optional.of("Patient ID");
        }
        if (differ(images, Tag.IssuerOfPatientID)) {
            return Optional.of("Issuer of Patient ID");
        }
        if (images.stream()
                        .map(StudyIdentity::name)
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .count()
                > 1) {
            return Optional.of("Patient's Name");
        }
        if (differ(images, Tag.PatientBirthDate)) {
            return Optional.of("Patient's Birth Date");
        }
        if (differ(images, Tag.PatientSex)) {
            return Optional.of("Patient's Sex");
        }
        return differ(images, Tag.AccessionNumber) ? Optional.of("Accession Number") : Optional.empty();
    }

    private static boolean differ(List<DataSet> images, int tag) {
        return images.stream()
                        .flatMap(image -> image.string(tag).stream())
                        .distinct()
                        .count()
                > 1;
    }

    /** Padding trimmed, spaces inside kept. */
    private static String exact(DataSet image, int tag) {
        return image.string(tag).orElse("");
    }

    /** The alphabetic group (PS3.5 6.2.1.1) without case, repeated spaces and empty trailing components. */
    private static String name(DataSet image) {
        String alphabetic = image.string(Tag.PatientName).orElse("").split("=", 2)[0];
        return alphabetic.toUpperCase(Locale.ROOT).replaceAll("\\s+", " ").replaceAll("[\\s^]+$", "");
    }
}
