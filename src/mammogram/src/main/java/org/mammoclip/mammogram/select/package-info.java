/**
 * Which images of a study qualify for screening analysis, why not, and when the exam is complete. Pure functions: times
 * are parameters. Start reading at {@link org.mammoclip.mammogram.select.ImageSelector} (one instance), then
 * {@link org.mammoclip.mammogram.select.Completeness} (the study).
 */
@NullMarked
package org.mammoclip.mammogram.select;

import org.jspecify.annotations.NullMarked;
