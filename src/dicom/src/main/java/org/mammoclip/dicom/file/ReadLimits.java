package org.mammoclip.dicom.file;

/**
 * Bounds on what a reader accepts; beyond any of them it throws {@link DicomFormatException}. Nothing is allocated by a
 * length that was merely claimed: memory grows with bytes that were really read.
 *
 * @param maxElementBytes longest value field, left in its file or skipped, in bytes
 * @param maxDataSetBytes longest encoded data set, after inflating, in bytes
 * @param maxMemoryBytes what one data set may hold in memory, in bytes; estimated with a surcharge per element and value
 * @param maxElements elements, items and fragments of one data set, nested ones included
 * @param maxDepth levels of sequences within sequences
 * @param maxInflateRatio inflated by deflated bytes of a deflated data set, judged beyond the first
 *     {@value #INFLATE_RATIO_ALLOWANCE} inflated bytes
 */
public record ReadLimits(
        long maxElementBytes,
        long maxDataSetBytes,
        long maxMemoryBytes,
        int maxElements,
        int maxDepth,
        int maxInflateRatio) {
    /** Blank images deflate extremely well; up to this many inflated bytes no ratio is suspicious. */
    public static final int INFLATE_RATIO_ALLOWANCE = 32 << 20;

    /** 1 GiB element, 2 GiB data set, 64 MiB in memory, 500,000 elements, 32 levels, ratio 250. */
    public static final ReadLimits DEFAULT = new ReadLimits(1L << 30, 2L << 30, 64L << 20, 500_000, 32, 250);

    /** @throws IllegalArgumentException if a bound is not positive */
    public ReadLimits {
        if (maxElementBytes <= 0
                || maxDataSetBytes <= 0
                || maxMemoryBytes <= 0
                || maxElements <= 0
                || maxDepth <= 0
                || maxInflateRatio <= 0) {
            throw new IllegalArgumentException("every bound is positive");
        }
    }

    /** The same bounds with another longest element. */
    public ReadLimits withMaxElementBytes(long bytes) {
        return new ReadLimits(bytes, maxDataSetBytes, maxMemoryBytes, maxElements, maxDepth, maxInflateRatio);
    }

    /** The same bounds with another longest data set. */
    public ReadLimits withMaxDataSetBytes(long bytes) {
        return new ReadLimits(maxElementBytes, bytes, maxMemoryBytes, maxElements, maxDepth, maxInflateRatio);
    }

    /** The same bounds with another memory bound. */
    public ReadLimits withMaxMemoryBytes(long bytes) {
        return new ReadLimits(maxElementBytes, maxDataSetBytes, bytes, maxElements, maxDepth, maxInflateRatio);
    }

    /** The same bounds with another number of elements. */
    public ReadLimits withMaxElements(int elements) {
        return new ReadLimits(maxElementBytes, maxDataSetBytes, maxMemoryBytes, elements, maxDepth, maxInflateRatio);
    }

    /** The same bounds with another depth. */
    public ReadLimits withMaxDepth(int depth) {
        return new ReadLimits(maxElementBytes, maxDataSetBytes, maxMemoryBytes, maxElements, depth, maxInflateRatio);
    }

    /** The same bounds with another inflate ratio. */
    public ReadLimits withMaxInflateRatio(int ratio) {
        return new ReadLimits(maxElementBytes, maxDataSetBytes, maxMemoryBytes, maxElements, maxDepth, ratio);
    }
}
