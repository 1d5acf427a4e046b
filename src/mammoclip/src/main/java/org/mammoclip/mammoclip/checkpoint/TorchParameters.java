package org.mammoclip.mammoclip.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.checkpoint.torch.TorchFile;
import org.mammoclip.mammoclip.checkpoint.torch.TorchTensor;

/** The parameters of a PyTorch file, read when they are asked for. */
final class TorchParameters implements ParameterFile, StreamedParameters {
    private final TorchFile file;
    private final Map<String, TorchTensor> tensors;

    /**
     * @param file closed with this
     * @param tensors of a floating type, none expanded: an array is never larger than its part of the file
     */
    TorchParameters(TorchFile file, Map<String, TorchTensor> tensors) {
        this.file = file;
        this.tensors = tensors;
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new HashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, new Shape(tensor.shape())));
        return shapes;
    }

    @Override
    public NDArray read(NDManager manager, String name, Shape shape) {
        try {
            ByteBuffer values = file.floats(tensor(name, shape)).order(ByteOrder.nativeOrder());
            try (NDArray view = manager.create(values, shape, DataType.FLOAT32)) {
                return view.duplicate();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void copy(ParameterSpec spec, OutputStream out) throws IOException {
        file.copyFloats(tensor(spec.name(), spec.shape()), out);
    }

    private TorchTensor tensor(String name, Shape shape) {
        TorchTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw CheckpointMismatchException.missing(name);
        }
        CheckpointMismatchException.requireShape(name, new Shape(tensor.shape()), shape);
        return tensor;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
