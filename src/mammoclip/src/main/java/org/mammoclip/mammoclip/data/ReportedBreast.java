package org.mammoclip.mammoclip.data;

import org.mammoclip.mammoclip.reports.BreastRecord;

/**
 * One breast with its images and what was written about it.
 *
 * @param source table and line of its first row, as messages name it
 * @param patient as the table says
 */
public record ReportedBreast(String source, String patient, BreastRecord record) {}
