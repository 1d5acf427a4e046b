package org.mammoclip.mammoclip;

/**
 * How to open a model.
 *
 * @param device where the network runs
 * @param findings what is asked of each image
 * @param precision of the image network
 */
public record ModelOptions(ComputeDevice device, FindingSet findings, Precision precision) {
    /** Automatic device and precision, {@link FindingSet#DEFAULT}. */
    public static final ModelOptions DEFAULT = new ModelOptions(ComputeDevice.AUTO, FindingSet.DEFAULT);

    /** In automatic precision. */
    public ModelOptions(ComputeDevice device, FindingSet findings) {
        this(device, findings, Precision.AUTO);
    }
}
