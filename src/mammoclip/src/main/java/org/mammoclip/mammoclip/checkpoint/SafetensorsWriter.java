package org.mammoclip.mammoclip.checkpoint;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.block.ParameterSpec;

/** Writes parameters in the layout {@link SafetensorsFile} reads. The same parameters give the same bytes. */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;
    private static final int CHUNK_VALUES = 1 << 14;

    private SafetensorsWriter() {}

    /**
     * @param specs what to write, in file order
     * @param out not closed
     */
    public static void write(OutputStream out, List<ParameterSpec> specs, ParameterSource source) throws IOException {
        byte[] header = header(specs);
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        for (ParameterSpec spec : specs) {
            if (source instanceof StreamedParameters streamed) {
                streamed.copy(spec, out);
                continue;
            }
            try (NDManager scope = NDManager.newBaseManager(Device.cpu());
                    NDArray values = source.read(scope, spec.name(), spec.shape())) {
                writeValues(out, values.toFloatArray());
            }
        }
    }

    /** JSON, padded with blanks so that the values begin at a multiple of 8. */
    private static byte[] header(List<ParameterSpec> specs) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        long offset = 0;
        for (ParameterSpec spec : specs) {
            long end = offset + Float.BYTES * spec.size();
            ObjectNode tensor = root.putObject(spec.name());
            tensor.put("dtype", SafetensorsFile.FLOAT32);
            tensor.set("shape", json.valueToTree(spec.shape().getShape()));
            tensor.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] text = json.writeValueAsBytes(root);
        byte[] padded = Arrays.copyOf(text, (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void writeValues(OutputStream out, float[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(Float.BYTES * CHUNK_VALUES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += CHUNK_VALUES) {
            chunk.clear();
            chunk.asFloatBuffer().put(values, from, Math.min(CHUNK_VALUES, values.length - from));
            out.write(chunk.array(), 0, Float.BYTES * Math.min(CHUNK_VALUES, values.length - from));
        }
    }
}
