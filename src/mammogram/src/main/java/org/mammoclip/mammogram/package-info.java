/**
 * The vocabulary of a screening mammography study: sides, views, the images chosen for scoring, the model that scored
 * them, and the identifiers of the objects that report the scores. Plain immutable Java on top of {@code dicom}; no
 * sockets, no threads, no clock.
 *
 * <p>Start reading at {@link org.mammoclip.mammogram.ScreeningStudy}. {@code select} decides which images qualify and
 * when an exam is complete, {@code prepare} makes model input, {@code finding} holds scores and their place in the
 * image, {@code report} writes structured reports, {@code overlay} paints attribution maps.
 */
@NullMarked
package org.mammoclip.mammogram;

import org.jspecify.annotations.NullMarked;
