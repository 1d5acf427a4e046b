package org.mammoclip.dicom.file;

/** Byte swapping (PS3.5 7.3). */
final class ByteOrders {
    private ByteOrders() {}

    /** Reverses each whole group of {@code unit} bytes among the first {@code length}. */
    static void swap(byte[] bytes, int length, int unit) {
        for (int start = 0; unit > 1 && start + unit <= length; start += unit) {
            for (int low = start, high = start + unit - 1; low < high; low++, high--) {
                byte kept = bytes[low];
                bytes[low] = bytes[high];
                bytes[high] = kept;
            }
        }
    }
}
