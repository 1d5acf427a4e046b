/**
 * The embedded DICOM node: {@link org.mammoclip.dicom.node.EmbeddedDimseProvider} implements the SPI of
 * {@code org.mammoclip.dicom.dimse} with the JDK only. Everything else is in {@code internal}, laid out as PS3.8 and
 * PS3.7 are.
 */
@NullMarked
package org.mammoclip.dicom.node;

import org.jspecify.annotations.NullMarked;
