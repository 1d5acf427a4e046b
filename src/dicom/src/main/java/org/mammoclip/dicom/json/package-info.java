/**
 * The DICOM JSON model (PS3.18 annex F). Start at {@link org.mammoclip.dicom.json.DicomJson}.
 */
@NullMarked
package org.mammoclip.dicom.json;

import org.jspecify.annotations.NullMarked;
