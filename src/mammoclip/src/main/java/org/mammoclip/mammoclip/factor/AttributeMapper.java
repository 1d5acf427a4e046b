package org.mammoclip.mammoclip.factor;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSpec;

/** From the activation pattern of a channel to the joint space of images and texts. */
public final class AttributeMapper {
    /** The most attributes a mapper has here; the reference has two. */
    public static final int MAX_ATTRIBUTES = 64;

    private AttributeMapper() {}

    /**
     * Every parameter under the reference's name, without the encoder that such a file may also hold.
     *
     * @param attributes number of attributes, 1 to {@value #MAX_ATTRIBUTES}
     * @param cells grid points of the feature map (48x29 = 1392 for an image of 1520x912)
     * @param embedding length of a vector in the joint space (512)
     */
    public static List<ParameterSpec> parameters(int attributes, int cells, int embedding) {
        if (attributes < 1 || attributes > MAX_ATTRIBUTES) {
            throw new IllegalArgumentException(
                    "an attribute mapper has 1 to " + MAX_ATTRIBUTES + " attributes, not " + attributes);
        }
        List<ParameterSpec> specs = new ArrayList<>();
        for (int k = 0; k < attributes; k++) {
            String prefix = "pool." + k + ".";
            specs.add(ParameterSpec.weight(prefix + "0.weight", cells, cells));
            specs.add(ParameterSpec.bias(prefix + "0.bias", cells));
            specs.add(ParameterSpec.weight(prefix + "2.weight", embedding, cells));
            specs.add(ParameterSpec.bias(prefix + "2.bias", embedding));
        }
        return List.copyOf(specs);
    }
}
