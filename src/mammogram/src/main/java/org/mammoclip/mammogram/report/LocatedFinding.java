package org.mammoclip.mammogram.report;

import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceRegion;

/**
 * A finding at or above its threshold in an image, with a place.
 *
 * @param score of the finding in this image, in [0, 1]
 * @param region in source pixels, inside the image
 * @param ordinal counts the regions of the same finding in the same image from 1
 * @param label names it for people, e.g. {@code Mass 1 RCC}; unique in the report
 */
public record LocatedFinding(
        Finding finding, Mammogram mammogram, double score, SourceRegion region, int ordinal, String label) {}
