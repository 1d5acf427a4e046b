/**
 * What is in a data set before anybody learns from it: counts, balance, reports, duplicates, leakage, and what is wrong with which row
 * or image. Start at {@link org.mammoclip.mammoclip.data.check.DataCheck}, which counts; {@link
 * org.mammoclip.mammoclip.data.check.DataPage} and {@link org.mammoclip.mammoclip.data.check.DataJson} tell.
 *
 * <p>No files of images here: somebody else opens them and says what is in them ({@link
 * org.mammoclip.mammoclip.data.check.ImageFact}).
 */
@NullMarked
package org.mammoclip.mammoclip.data.check;

import org.jspecify.annotations.NullMarked;
