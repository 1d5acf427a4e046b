package org.mammoclip.mammoclip.data.check;

/** An image by the keys of a table; its name may be unique within its patient only. */
public record ImageName(String patient, String image) {
    @Override
    public String toString() {
        return patient + "/" + image;
    }
}
