package org.mammoclip.mammoclip.checkpoint;

import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSpec;

/** What {@code model.json} says about one of the four kinds of model: for people, and enough to know every parameter's shape. */
public sealed interface Description
        permits ModelDescription, ClassifierDescription, DetectorDescription, MapperDescription {
    ModelKind kind();

    About about();

    /** The same network under another name or licence. */
    Description with(About other);

    /** Every parameter of such a model under its full name, in the order files store them. */
    List<ParameterSpec> parameters();
}
