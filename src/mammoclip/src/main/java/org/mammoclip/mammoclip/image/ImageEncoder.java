package org.mammoclip.mammoclip.image;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.mammoclip.mammoclip.block.ParameterSource;

/**
 * The image tower for inference: {@link EfficientNet} with batch norms folded into convolutions, channels-last in memory, written as
 * one function in the engine's own language, so that an image costs one call and an intermediate dies at its last use. Peak
 * resident memory for one image of 1520x912 is about 0.8 GB (B2) and 1.3 GB (B5), Java included.
 *
 * <p>Input float32 {@code (N, 3, H, W)}, normalised by {@link ImageNormalization}; build it with {@link #channelsLast}, or it is
 * copied into that layout first. Each image of a batch gets the bits that it would get alone on a processor; a GPU computes the
 * batch at once, and there the last digits may depend on N. Not thread-safe: one per engine thread. Agrees with the reference
 * within the tolerance stated in {@code ImageEncoderParityTest}.
 */
public final class ImageEncoder implements AutoCloseable {
    private final EfficientNetArchitecture architecture;
    private final NDManager manager;
    private final NDManager compiled;
    private final DataType precision;
    private final List<FoldedConvolution> convolutions;
    private final List<NDArray> weights = new ArrayList<>();
    private final Operators operators;
    private final Map<Set<Integer>, TorchScript> scripts = new HashMap<>();

    private ImageEncoder(
            EfficientNetArchitecture architecture,
            NDManager manager,
            DataType precision,
            List<FoldedConvolution> convolutions,
            Operators wanted) {
        this.architecture = architecture;
        this.manager = manager;
        this.compiled = manager.newSubManager();
        this.precision = precision;
        this.convolutions = convolutions;
        for (FoldedConvolution convolution : convolutions) {
            weights.add(TorchScript.listed(convolution.weight()));
            weights.add(TorchScript.listed(convolution.bias()));
        }
        this.operators = compile(wanted);
    }

    /**
     * Reads and folds the parameters.
     *
     * @param parent manager of the device to run on; the encoder takes a child of it
     * @param prefix the tower's prefix in the source, {@code image_encoder.} in a full checkpoint
     * @throws org.mammoclip.mammoclip.block.CheckpointMismatchException naming the first parameter that does not fit
     */
    public static ImageEncoder load(
            NDManager parent, EfficientNetArchitecture architecture, ParameterSource source, String prefix) {
        return load(parent, architecture, source, prefix, DataType.FLOAT32, operators(parent, DataType.FLOAT32));
    }

    private static Operators operators(NDManager parent, DataType precision) {
        return parent.getDevice().isGpu() || precision != DataType.FLOAT32 ? Operators.PORTABLE : Operators.ONEDNN;
    }

    /** @param operators wanted; the portable ones where the engine lacks them */
    static ImageEncoder load(
            NDManager parent,
            EfficientNetArchitecture architecture,
            ParameterSource source,
            String prefix,
            DataType precision,
            Operators operators) {
        NDManager manager = parent.newSubManager();
        try (NDManager scratch = manager.newSubManager()) {
            ConvolutionFolder folder = new ConvolutionFolder(manager, scratch, source, prefix, precision);
            List<FoldedConvolution> convolutions = EncoderWeights.fold(architecture, folder);
            ImageEncoder encoder = new ImageEncoder(architecture, manager, precision, convolutions, operators);
            manager.cap();
            return encoder;
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * An image in the memory order the encoder is fast in.
     *
     * @param pixels direct, native byte order, {@code rows x columns x 3} float32 values from position 0, row-major; shared with
     *     the array, so leave it alone until {@code scope} is closed
     * @return a view {@code (1, 3, rows, columns)} in {@code scope}
     */
    public static NDArray channelsLast(NDManager scope, ByteBuffer pixels, int rows, int columns) {
        return scope.create(pixels.rewind(), new Shape(1, rows, columns, 3), DataType.FLOAT32)
                .transpose(0, 3, 1, 2);
    }

    /**
     * The same values in that memory order.
     *
     * @param images float32 {@code (N, 3, H, W)}
     * @return of the same shape, in the manager of {@code images}
     */
    public static NDArray channelsLast(NDArray images) {
        return images.transpose(0, 2, 3, 1).duplicate().transpose(0, 3, 1, 2);
    }

    /** A buffer for {@link #channelsLast(NDManager, ByteBuffer, int, int)}, to be reused: what the heap frees late is native memory held long. */
    public static ByteBuffer allocate(int rows, int columns) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(Math.multiplyExact(rows, columns), 3 * Float.BYTES))
                .order(ByteOrder.nativeOrder());
    }

    /**
     * The raw feature map.
     *
     * @param images float32 {@code (N, 3, H, W)}; not closed
     * @return float32 {@code (N, C, h, w)}, attached to the manager of {@code images}; nothing else outlives the call
     */
    public NDArray features(NDArray images) {
        return run(images, Set.of()).singletonOrThrow();
    }

    /**
     * The outputs of inner blocks, and the raw feature map: what a detector's trunk looks at. Each new choice of blocks is compiled
     * once and kept.
     *
     * @param images float32 {@code (N, 3, H, W)}; not closed
     * @param blocks indices of {@link EfficientNetArchitecture#blocks}, rising
     * @return one float32 array {@code (N, C, h, w)} per block and the feature map, attached to the manager of {@code images}
     * @throws IllegalArgumentException if there is no such block, or they do not rise
     */
    public List<NDArray> featuresWith(NDArray images, int... blocks) {
        Set<Integer> tapped = new TreeSet<>();
        int last = -1;
        for (int block : blocks) {
            if (block <= last || block >= architecture.blocks().size()) {
                throw new IllegalArgumentException("block " + block + " after " + last + "; " + architecture.name()
                        + " has " + architecture.blocks().size() + " blocks");
            }
            tapped.add(block);
            last = block;
        }
        return List.copyOf(run(images, tapped));
    }

    private NDList run(NDArray images, Set<Integer> tapped) {
        TorchScript script = scripts.computeIfAbsent(tapped, blocks -> compile(operators, blocks));
        long count = images.getShape().get(0);
        if (count == 1 || manager.getDevice().isGpu()) {
            return script.run(images, weights);
        }
        try (NDManager scope = images.getManager().newSubManager()) {
            List<NDList> parts = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                NDArray image = images.get(i + ":" + (i + 1));
                image.attach(scope);
                parts.add(script.run(image, weights));
            }
            NDList whole = new NDList();
            for (int output = 0; output <= tapped.size(); output++) {
                NDList pieces = new NDList();
                for (NDList part : parts) {
                    pieces.add(part.get(output));
                }
                whole.add(NDArrays.concat(pieces));
            }
            whole.attach(images.getManager());
            return whole;
        }
    }

    /** Compiles the plain forward pass. @return what it is written in */
    private Operators compile(Operators wanted) {
        try {
            scripts.put(Set.of(), compile(wanted, Set.of()));
            return wanted;
        } catch (EngineException e) {
            if (wanted == Operators.PORTABLE) {
                throw e;
            }
            return compile(Operators.PORTABLE);
        }
    }

    private TorchScript compile(Operators vocabulary, Set<Integer> tapped) {
        TorchScript script = TorchScript.compile(
                manager.getDevice(), EncoderScript.write(architecture, convolutions, vocabulary, tapped, precision));
        compiled.attachInternal(NDManager.nextUid(), script);
        return script;
    }

    /**
     * The pooled vector: the spatial mean of a raw feature map.
     *
     * @param features {@code (N, C, h, w)}; not closed
     * @return {@code (N, C)}, attached to the manager of {@code features}
     */
    public static NDArray pooled(NDArray features) {
        return features.getNDArrayInternal().globalAvgPool();
    }

    /** What the network computes in; inputs and outputs are float32 in any case. */
    public DataType precision() {
        return precision;
    }

    public EfficientNetArchitecture architecture() {
        return architecture;
    }

    @Override
    public void close() {
        manager.close();
    }
}
