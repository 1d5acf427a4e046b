/**
 * Structured report content (PS3.3 C.17.3, C.18): coded concepts and the tree of content items, with the same types for
 * building and for reading. Templates (PS3.16) are the business of the modules that use them.
 *
 * <p>Start at {@link org.mammoclip.dicom.sr.ContentItem} and {@link org.mammoclip.dicom.sr.ContentTree}.
 */
@NullMarked
package org.mammoclip.dicom.sr;

import org.jspecify.annotations.NullMarked;
