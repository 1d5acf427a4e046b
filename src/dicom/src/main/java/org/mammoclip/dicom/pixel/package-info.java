/**
 * Pixels: from Pixel Data in any transfer syntax of screening mammography to stored values, and from stored values to
 * display values (PS3.3 C.7.6.3, C.11; PS3.5 chapter 8 and annex A).
 *
 * <p>Start reading at {@link org.mammoclip.dicom.pixel.FrameDecoder}: it checks what {@link
 * org.mammoclip.dicom.pixel.PixelFormat} claims, gives the codestream to one decoder per compression, and returns {@link
 * org.mammoclip.dicom.pixel.StoredPixels}. {@link org.mammoclip.dicom.pixel.VoiTransform} renders those for people.
 *
 * <p>Everything here reads untrusted bytes. Each allocation is bounded before it is made, each loop is bounded by the
 * image size or the input length, and the only failure is {@link org.mammoclip.dicom.pixel.UndecodablePixelsException}.
 */
@NullMarked
package org.mammoclip.dicom.pixel;

import org.jspecify.annotations.NullMarked;
