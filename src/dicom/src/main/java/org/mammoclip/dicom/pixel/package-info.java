/**
 * Pixels: from Pixel Data in any transfer syntax of screening mammography to stored values, and from stored values to
 * display values (PS3.3 C.7.6.3, C.11; PS3.5 chapter 8 and annex A).
 *
 * <p>Start reading at {@link org.mammoclip.dicom.pixel.FrameDecoder}: it checks what {@link
 * org.mammoclip.dicom.pixel.PixelFormat} claims, gives the codestream to one decoder per compression, and returns {@link
 * org.mammoclip.dicom.pixel.StoredPixels}. {@link org.mammoclip.dicom.pixel.VoiTransform} renders those for people.
 *
 * <p>The decoders are written from the standards and keep their words: {@code Jpeg*} is ITU-T T.81 (sequential DCT at 8 and
 * 12 bits, lossless), {@code JpegLs*} T.87, {@code Jpeg2000*} T.800. High-Throughput JPEG 2000 is refused by name. {@code
 * DcmtkCodecIT} compares them with DCMTK, GDCM and OpenJPEG, {@code DecoderTimingIT} prints how fast they are.
 *
 * <p>Everything here reads untrusted bytes. Each allocation is bounded before it is made, each loop is bounded by the
 * image size or the input length, and the only failure is {@link org.mammoclip.dicom.pixel.UndecodablePixelsException}.
 */
@NullMarked
package org.mammoclip.dicom.pixel;

import org.jspecify.annotations.NullMarked;
