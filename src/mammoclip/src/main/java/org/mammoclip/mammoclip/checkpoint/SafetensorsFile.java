package org.mammoclip.mammoclip.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;

/**
 * Parameters in the safetensors layout: 8 bytes with the header's length (little-endian), a JSON header that gives each tensor's
 * type, shape and byte range, then the values. Only float32 ({@code F32}) is read.
 *
 * <p>The header is checked when the file is opened: every range lies in the file, fits its shape, and no two overlap. Values are
 * read on demand into a reused buffer outside the heap and copied to the engine, so that a file changed or cut later is an error
 * and not a crash.
 */
public final class SafetensorsFile implements ParameterFile {
    static final String FLOAT32 = "F32";
    static final String METADATA = "__metadata__";

    private static final int MAX_HEADER = 1 << 24;
    private static final int MAX_DIMENSIONS = 8;
    private static final long MAX_TENSOR_BYTES = Integer.MAX_VALUE - 8L;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private record Tensor(Shape shape, long offset, int length) {}

    /** Bytes that can be read from any place. */
    private interface Source extends AutoCloseable {
        long size() throws IOException;

        /** @return bytes read, -1 at the end */
        int read(ByteBuffer target, long at) throws IOException;

        @Override
        void close() throws IOException;
    }

    private record ChannelSource(FileChannel channel) implements Source {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer target, long at) throws IOException {
            return channel.read(target, at);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record MemorySource(ByteBuffer bytes) implements Source {
        @Override
        public long size() {
            return bytes.capacity();
        }

        @Override
        public int read(ByteBuffer target, long at) {
            if (at >= bytes.capacity()) {
                return -1;
            }
            int count = (int) Math.min(target.remaining(), bytes.capacity() - at);
            target.put(target.position(), bytes, (int) at, count).position(target.position() + count);
            return count;
        }

        @Override
        public void close() {}
    }

    private final Source source;
    private final Map<String, Tensor> tensors;
    private ByteBuffer scratch = ByteBuffer.allocateDirect(0);

    private SafetensorsFile(Source source, Map<String, Tensor> tensors) {
        this.source = source;
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /**
     * @throws CheckpointFormatException if the header is not as described above
     */
    public static SafetensorsFile open(Path path) throws IOException {
        return open(new ChannelSource(FileChannel.open(path, StandardOpenOption.READ)));
    }

    /**
     * A file whose bytes are in memory.
     *
     * @throws CheckpointFormatException if the header is not as described above
     */
    static SafetensorsFile of(byte[] content) throws IOException {
        return open(new MemorySource(ByteBuffer.wrap(content)));
    }

    private static SafetensorsFile open(Source source) throws IOException {
        try {
            return new SafetensorsFile(source, readHeader(source));
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static Map<String, Tensor> readHeader(Source source) throws IOException {
        long size = source.size();
        if (size < Long.BYTES) {
            throw new CheckpointFormatException("safetensors file of " + size + " bytes has no header");
        }
        ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(source, prefix, 0);
        long headerLength = prefix.flip().getLong();
        if (headerLength < 2 || headerLength > MAX_HEADER || headerLength > size - Long.BYTES) {
            throw new CheckpointFormatException(
                    "safetensors header of " + headerLength + " bytes in a file of " + size);
        }
        byte[] header = new byte[(int) headerLength];
        readFully(source, ByteBuffer.wrap(header), Long.BYTES);
        JsonNode json;
        try {
            json = JSON.readTree(header);
        } catch (JsonProcessingException e) {
            throw new CheckpointFormatException("safetensors header is not JSON: " + e.getOriginalMessage());
        }
        if (!json.isObject()) {
            throw new CheckpointFormatException("safetensors header is not a JSON object");
        }
        long dataStart = Long.BYTES + headerLength;
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> it = json.fields(); it.hasNext(); ) {
            Map.Entry<String, JsonNode> entry = it.next();
            if (!entry.getKey().equals(METADATA)) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), dataStart, size - dataStart));
            }
        }
        refuseOverlaps(tensors);
        return tensors;
    }

    private static Tensor tensor(String name, JsonNode json, long dataStart, long dataLength)
            throws CheckpointFormatException {
        if (!json.path("dtype").asText().equals(FLOAT32)) {
            throw new CheckpointFormatException("tensor " + name + " is not " + FLOAT32);
        }
        JsonNode dimensions = json.path("shape");
        if (!dimensions.isArray() || dimensions.size() > MAX_DIMENSIONS) {
            throw new CheckpointFormatException("tensor " + name + " has no shape of at most 8 dimensions");
        }
        long[] shape = new long[dimensions.size()];
        long bytes = Float.BYTES;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = integer(name, dimensions.get(i));
            if (shape[i] > MAX_TENSOR_BYTES || bytes > MAX_TENSOR_BYTES / Math.max(1, shape[i])) {
                throw new CheckpointFormatException("tensor " + name + " has more than 2 GiB");
            }
            bytes *= shape[i];
        }
        JsonNode range = json.path("data_offsets");
        if (!range.isArray() || range.size() != 2) {
            throw new CheckpointFormatException("tensor " + name + " has no pair of offsets");
        }
        long begin = integer(name, range.get(0));
        long end = integer(name, range.get(1));
        if (begin > end || end > dataLength) {
            throw new CheckpointFormatException("tensor " + name + " at " + begin + " to " + end + " lies outside "
                    + dataLength + " bytes of data");
        }
        if (end - begin != bytes) {
            throw new CheckpointFormatException(
                    "tensor " + name + " of shape " + new Shape(shape) + " has " + (end - begin) + " bytes");
        }
        return new Tensor(new Shape(shape), dataStart + begin, (int) bytes);
    }

    private static long integer(String name, JsonNode json) throws CheckpointFormatException {
        if (!json.isIntegralNumber() || !json.canConvertToLong() || json.asLong() < 0) {
            throw new CheckpointFormatException("tensor " + name + " has a size or offset that is no whole number");
        }
        return json.asLong();
    }

    private static void refuseOverlaps(Map<String, Tensor> tensors) throws CheckpointFormatException {
        List<Map.Entry<String, Tensor>> byOffset = tensors.entrySet().stream()
                .filter(entry -> entry.getValue().length() > 0)
                .sorted(Comparator.comparingLong(entry -> entry.getValue().offset()))
                .toList();
        long end = 0;
        for (Map.Entry<String, Tensor> entry : byOffset) {
            if (entry.getValue().offset() < end) {
                throw new CheckpointFormatException("tensor " + entry.getKey() + " overlaps the one before it");
            }
            end = entry.getValue().offset() + entry.getValue().length();
        }
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new HashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    @Override
    public NDArray read(NDManager manager, String name, Shape shape) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw CheckpointMismatchException.missing(name);
        }
        CheckpointMismatchException.requireShape(name, tensor.shape(), shape);
        if (scratch.capacity() < tensor.length()) {
            scratch = ByteBuffer.allocateDirect(tensor.length());
        }
        ByteBuffer values = scratch.duplicate().limit(tensor.length()).slice();
        try {
            readFully(source, values, tensor.offset());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        values.flip();
        try (NDArray view = manager.create(values.order(ByteOrder.nativeOrder()), shape, DataType.FLOAT32)) {
            return view.duplicate();
        }
    }

    private static void readFully(Source source, ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = source.read(target, at);
            if (count < 0) {
                throw new EOFException("checkpoint file ends at " + at);
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
