package org.mammoclip.mammoclip;

/**
 * How to open a model.
 *
 * @param device where the network runs
 * @param findings what is asked of each image
 */
public record ModelOptions(ComputeDevice device, FindingSet findings) {
    /** Automatic device, {@link FindingSet#DEFAULT}. */
    public static final ModelOptions DEFAULT = new ModelOptions(ComputeDevice.AUTO, FindingSet.DEFAULT);
}
