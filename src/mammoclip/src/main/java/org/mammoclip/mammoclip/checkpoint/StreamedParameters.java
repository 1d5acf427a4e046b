package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import org.mammoclip.mammoclip.block.ParameterSpec;

/** A source that can write values without an engine and without the heap in between. */
interface StreamedParameters {
    /** Writes a parameter as little-endian float32 in row-major order. */
    void copy(ParameterSpec spec, OutputStream out) throws IOException;
}
