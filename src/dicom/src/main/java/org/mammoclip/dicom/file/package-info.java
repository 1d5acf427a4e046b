/**
 * DICOM files and encoded data sets (PS3.10 chapter 7, PS3.5 chapters 6 to 8 and annex A): readers that survive hostile
 * input within stated bounds, writers that stream.
 *
 * <p>Start at {@link org.mammoclip.dicom.file.Part10Reader} and {@link org.mammoclip.dicom.file.Part10Writer}; data sets
 * without a file header, as DIMSE carries them, are the business of {@link org.mammoclip.dicom.file.DataSetReader} and
 * {@link org.mammoclip.dicom.file.DataSetWriter}. Bounds are in {@link org.mammoclip.dicom.file.ReadLimits}.
 */
@NullMarked
package org.mammoclip.dicom.file;

import org.jspecify.annotations.NullMarked;
