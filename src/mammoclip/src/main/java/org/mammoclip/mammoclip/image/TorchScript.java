package org.mammoclip.mammoclip.image;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A function in the engine's own language, compiled from text: one call from Java for a whole network, and operators that DJL's
 * interface lacks. Not thread-safe.
 */
final class TorchScript implements AutoCloseable {
    private static final String ENGINE = "PyTorch";
    private static final String NAME = "Network";

    /** DJL passes arrays of a name with brackets as one list. */
    private static final String LIST = "w[]";

    private final Model module;
    private final Block function;
    private final ParameterStore noParameters = new ParameterStore();

    private TorchScript(Model module) {
        this.module = module;
        this.function = module.getBlock();
    }

    /**
     * @param body statements that see the tensor {@code x} and the list of tensors {@code w} and end by returning a list of tensors;
     *     indented by four spaces
     * @throws EngineException if this build of the engine lacks an operator
     * @throws UncheckedIOException if no temporary file can be written for the engine to read
     */
    static TorchScript compile(Device device, String body) {
        return load(device, "x: Tensor,\n    w: List[Tensor]) -> List[Tensor]:\n" + body);
    }

    /**
     * A function of one array for {@link #recorded}.
     *
     * @param expression of the tensor {@code x}
     */
    static TorchScript compileUnary(Device device, String expression) {
        return load(device, "x: Tensor) -> Tensor:\n    return " + expression + "\n");
    }

    private static TorchScript load(Device device, String argumentsAndBody) {
        String forward = "  def forward(self: __torch__." + NAME + ",\n    " + argumentsAndBody;
        Model module = Model.newInstance(NAME, device, ENGINE);
        try {
            Path archive = Files.createTempFile("network", ".pt");
            try {
                Files.write(archive, TorchScriptArchive.of(NAME, forward));
                module.load(archive);
            } finally {
                Files.delete(archive);
            }
            return new TorchScript(module);
        } catch (IOException e) {
            module.close();
            throw new UncheckedIOException(e);
        } catch (MalformedModelException e) {
            module.close();
            throw new IllegalStateException("the engine does not accept our own archive", e);
        } catch (RuntimeException e) {
            module.close();
            throw e;
        }
    }

    /** Makes an array part of the list argument of {@link #run}. */
    static NDArray listed(NDArray weight) {
        weight.setName(LIST);
        return weight;
    }

    /**
     * Without gradients.
     *
     * @param weights made by {@link #listed}
     * @return arrays in the manager of {@code x}
     */
    NDList run(NDArray x, List<NDArray> weights) {
        NDList arguments = new NDList(weights.size() + 1);
        arguments.add(x);
        arguments.addAll(weights);
        return function.forward(noParameters, arguments, false);
    }

    /**
     * Recorded if a gradient collector is open.
     *
     * @return in the manager of {@code x}
     */
    NDArray recorded(NDArray x) {
        return function.forward(noParameters, new NDList(x), true).singletonOrThrow();
    }

    @Override
    public void close() {
        module.close();
    }
}
