/**
 * The words of mammography reports, for learning: from a raw report to clean sections ({@link
 * org.mammoclip.mammoclip.reports.ReportSections}, {@link org.mammoclip.mammoclip.reports.TextCleaning}), from labels to sentences
 * ({@link org.mammoclip.mammoclip.reports.ReportGrammar}, {@link org.mammoclip.mammoclip.reports.ReportGenerator}), and from a
 * breast to what one training step sees: {@link org.mammoclip.mammoclip.reports.BreastRecord} with texts of reports, {@link
 * org.mammoclip.mammoclip.reports.LabelledBreast} with texts made from labels.
 *
 * <p>Plain Java, no engine. Values are immutable; whoever draws brings the random generator.
 */
@NullMarked
package org.mammoclip.mammoclip.reports;

import org.jspecify.annotations.NullMarked;
