/**
 * The DICOM data set model (PS3.5 chapter 7): immutable {@link org.mammoclip.dicom.DataSet}s of
 * {@link org.mammoclip.dicom.DataElement}s, tags, value representations and UIDs. No sockets, no threads.
 *
 * <p>Start reading at {@link org.mammoclip.dicom.DataSet}; {@code file} reads and writes Part 10 files, {@code json}
 * the PS3.18 JSON model, {@code pixel} decodes frames, {@code sr} holds structured report content.
 */
@NullMarked
package org.mammoclip.dicom;

import org.jspecify.annotations.NullMarked;
