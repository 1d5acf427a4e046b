package org.mammoclip.mammoclip.checkpoint;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Map;
import org.mammoclip.mammoclip.block.ParameterSource;

/** Parameters in an open file of any layout. One thread at a time. */
interface ParameterFile extends ParameterSource, AutoCloseable {
    /** Shapes by name. */
    Map<String, Shape> shapes();

    @Override
    void close() throws IOException;
}
