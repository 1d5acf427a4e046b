/**
 * Scores as DICOM Structured Reports: Mammography CAD SR (PS3.16 TID 4000) and Comprehensive 3D SR with Imaging
 * Measurement Report (TID 1500). Start reading at {@link org.mammoclip.mammogram.report.TriageReport}, which holds every
 * fact both of them state.
 */
@NullMarked
package org.mammoclip.mammogram.report;

import org.jspecify.annotations.NullMarked;
