package org.mammoclip.worker.evaluate;

/** An image of a data set: its name may be unique within its patient only. */
public record ImageKey(String patient, String image) {
    @Override
    public String toString() {
        return patient + "/" + image;
    }
}
