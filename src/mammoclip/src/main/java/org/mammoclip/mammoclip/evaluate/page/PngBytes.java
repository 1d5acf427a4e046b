package org.mammoclip.mammoclip.evaluate.page;

import java.util.Base64;

/** A PNG file in memory. Immutable. */
public final class PngBytes {
    private final byte[] bytes;

    /** @param bytes copied */
    public PngBytes(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** A copy of the file's content. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** As a {@code data:} address for the page. */
    public String address() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
    }
}
