/**
 * Phantoms: screening exams of women who never existed, with the truth about them. Start at {@link
 * org.mammoclip.phantom.PhantomExam}; {@link org.mammoclip.phantom.PhantomCorpus} writes many of them as tables and DICOM files.
 *
 * <p>A breast is described in space, in millimetres; both views project the same lesions and the same glandular tissue, so what is
 * seen at some depth in one view is at that depth in the other. Everything is a pure function of seed and settings. Not for
 * training anything that is used on patients.
 */
@NullMarked
package org.mammoclip.phantom;

import org.jspecify.annotations.NullMarked;
