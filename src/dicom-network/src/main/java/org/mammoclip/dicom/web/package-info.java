/**
 * DICOMweb as a client (PS3.18): {@link org.mammoclip.dicom.web.StowClient} stores,
 * {@link org.mammoclip.dicom.web.WadoClient} retrieves, {@link org.mammoclip.dicom.web.QidoClient} asks. All three speak
 * HTTP/1.1 through {@link java.net.http.HttpClient} to one configured {@link org.mammoclip.dicom.web.WebEndpoint} and
 * follow no redirect, so nothing a peer answers can make the worker call another host.
 *
 * <p>Start at {@code WebEndpoint}, then {@code WadoClient} with the package-private {@code MultipartReader}.
 */
@NullMarked
package org.mammoclip.dicom.web;

import org.jspecify.annotations.NullMarked;
