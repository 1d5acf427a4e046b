/**
 * Black-box tests against peers written by others: Orthanc, DCMTK, dicom3tools, PixelMed. {@code *InteropIT} run in
 * {@code mvn verify}; what is not installed is skipped by name and listed at the end of the build. Start at
 * {@link org.mammoclip.conformance.DcmtkInteropIT} for the DICOM node alone and at {@code WorkerInteropIT} for the whole
 * product.
 */
@NullMarked
package org.mammoclip.conformance;

import org.jspecify.annotations.NullMarked;
