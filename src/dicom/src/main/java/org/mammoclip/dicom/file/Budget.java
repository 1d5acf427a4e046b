package org.mammoclip.dicom.file;

/** What is left of the bounds while one data set is read. Single-threaded. */
final class Budget {
    /** Estimated heap of an element or item besides its value, in bytes. */
    private static final int ELEMENT_BYTES = 128;

    private final ReadLimits limits;
    private long memoryLeft;
    private int elementsLeft;

    Budget(ReadLimits limits) {
        this.limits = limits;
        this.memoryLeft = limits.maxMemoryBytes();
        this.elementsLeft = limits.maxElements();
    }

    /** Takes one element, item or fragment out of the budget. */
    void countElement(long position, int tag) throws DicomFormatException {
        if (--elementsLeft < 0) {
            throw new DicomFormatException("more elements than the bound", position, tag);
        }
        hold(ELEMENT_BYTES, position, tag);
    }

    /** Takes bytes about to be held in memory out of the budget. */
    void hold(long bytes, long position, int tag) throws DicomFormatException {
        memoryLeft -= bytes;
        if (memoryLeft < 0) {
            throw new DicomFormatException("data set holds more in memory than the bound", position, tag);
        }
    }

    void checkElementLength(long bytes, long position, int tag) throws DicomFormatException {
        if (bytes > limits.maxElementBytes()) {
            throw new DicomFormatException("value longer than the bound", position, tag);
        }
    }

    void checkDepth(int depth, long position, int tag) throws DicomFormatException {
        if (depth > limits.maxDepth()) {
            throw new DicomFormatException("sequences nested deeper than the bound", position, tag);
        }
    }

    void checkDataSetLength(long bytes, long position, int tag) throws DicomFormatException {
        if (bytes > limits.maxDataSetBytes()) {
            throw new DicomFormatException("data set longer than the bound", position, tag);
        }
    }
}
