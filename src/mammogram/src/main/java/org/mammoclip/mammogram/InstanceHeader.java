package org.mammoclip.mammogram;

import java.util.Optional;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;

/**
 * The attributes of a received instance that selection, reports and overlays need, so that nothing after intake has to
 * read the file for them. Holds patient identity: it belongs into the ledger, never into a log. Immutable.
 *
 * <p>As it is a data set, the DICOM JSON model (PS3.18 annex F) stores it.
 */
public final class InstanceHeader {
    private final InstanceReference reference;
    private final DataSet attributes;

    private InstanceHeader(InstanceReference reference, DataSet attributes) {
        this.reference = reference;
        this.attributes = attributes;
    }

    /**
     * Keeps what is needed of a data set; of an already reduced one, everything.
     *
     * @return empty if the study, series, SOP class or SOP instance UID is missing or illegal
     */
    public static Optional<InstanceHeader> of(DataSet dataSet) {
        Optional<Uid> study = dataSet.uid(Tag.StudyInstanceUID);
        Optional<Uid> series = dataSet.uid(Tag.SeriesInstanceUID);
        Optional<Uid> sopClass = dataSet.uid(Tag.SOPClassUID);
        Optional<Uid> sopInstance = dataSet.uid(Tag.SOPInstanceUID);
        if (study.isEmpty() || series.isEmpty() || sopClass.isEmpty() || sopInstance.isEmpty()) {
            return Optional.empty();
        }
        InstanceReference reference =
                new InstanceReference(study.get(), series.get(), sopClass.get(), sopInstance.get());
        return Optional.of(new InstanceHeader(reference, KeptAttributes.of(dataSet)));
    }

    public InstanceReference reference() {
        return reference;
    }

    /** The kept attributes. */
    public DataSet attributes() {
        return attributes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InstanceHeader that && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return attributes.hashCode();
    }

    /** UIDs only: the rest is patient data. */
    @Override
    public String toString() {
        return "InstanceHeader[" + reference.sopInstanceUid() + "]";
    }
}
