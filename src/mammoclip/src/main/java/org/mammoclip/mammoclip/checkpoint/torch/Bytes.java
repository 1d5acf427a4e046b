package org.mammoclip.mammoclip.checkpoint.torch;

/** A byte string. Not copied: nobody changes it. */
final class Bytes implements PickledValue {
    private final byte[] content;

    Bytes(byte[] content) {
        this.content = content;
    }

    byte[] content() {
        return content;
    }
}
