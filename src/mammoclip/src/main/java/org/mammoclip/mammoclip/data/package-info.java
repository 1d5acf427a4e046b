/**
 * What learning learns from: tables become samples in splits that no patient crosses. Start at {@link
 * org.mammoclip.mammoclip.data.LabelledSet}; {@link org.mammoclip.mammoclip.data.TrainingImages} is where pixels come from.
 *
 * <p>No DICOM and no picture files here, and no chance but that of a seed.
 */
@NullMarked
package org.mammoclip.mammoclip.data;

import org.jspecify.annotations.NullMarked;
