package org.mammoclip.dicom.file;

import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;

/**
 * A DICOM file (PS3.10 7.1) in memory; large values may still lie in the file they were read from.
 *
 * @param fileMeta the group 0002 elements, without group length; empty when the file had none
 * @param transferSyntax how the data set is, or will be, encoded
 * @param dataSet the data set
 */
public record Part10File(DataSet fileMeta, TransferSyntax transferSyntax, DataSet dataSet) {
    /**
     * A file of this product from a data set with SOP Class UID and SOP Instance UID.
     *
     * @throws IllegalArgumentException if either UID is missing or illegal
     */
    public static Part10File of(DataSet dataSet, TransferSyntax transferSyntax) {
        return of(dataSet, transferSyntax, Implementation.MAMMOCLIP);
    }

    /** As {@link #of(DataSet, TransferSyntax)}, written by another implementation. */
    public static Part10File of(DataSet dataSet, TransferSyntax transferSyntax, Implementation implementation) {
        return new Part10File(
                FileMeta.of(
                        required(dataSet, Tag.SOPClassUID),
                        required(dataSet, Tag.SOPInstanceUID),
                        transferSyntax,
                        implementation),
                transferSyntax,
                dataSet);
    }

    private static Uid required(DataSet dataSet, int tag) {
        return dataSet.uid(tag)
                .orElseThrow(() -> new IllegalArgumentException(Tag.format(tag) + " is missing or not a UID"));
    }
}
