package org.mammoclip.dicom.file;

import org.mammoclip.dicom.DataSet;

/**
 * What stands before the data set of a DICOM file.
 *
 * @param fileMeta the group 0002 elements, without group length; empty when the file has none
 * @param transferSyntax how the data set is encoded
 * @param dataSetOffset bytes from the start of the file to the first byte of the data set
 */
public record Part10Start(DataSet fileMeta, TransferSyntax transferSyntax, long dataSetOffset) {}
