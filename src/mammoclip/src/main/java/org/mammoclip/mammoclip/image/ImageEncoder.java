package org.mammoclip.mammoclip.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSource;

/**
 * The image tower for inference: {@link EfficientNet} with batch norms folded into convolutions, channels-last in memory,
 * and every intermediate closed as soon as it is used. Closing is what bounds memory: about 0.8 GB (B2) and 1.3 GB (B5) of peak
 * resident memory for one image of 1520x912, Java included.
 *
 * <p>Input float32 {@code (N, 3, H, W)}, normalised by {@link ImageNormalization}; build it with {@link #channelsLast} or the
 * first layers run in the slower layout. Not thread-safe: one per engine thread. Agrees with the reference within the tolerance
 * stated in {@code ImageEncoderParityTest}.
 */
public final class ImageEncoder implements AutoCloseable {
    private final EfficientNetArchitecture architecture;
    private final NDManager manager;
    private final Swish swish;
    private final FoldedConvolution stem;
    private final List<FoldedBlock> blocks;
    private final FoldedConvolution head;

    private ImageEncoder(
            EfficientNetArchitecture architecture, NDManager manager, ConvolutionFolder folder, Swish swish) {
        this.architecture = architecture;
        this.manager = manager;
        this.swish = swish;
        this.stem = folder.fold(
                "_conv_stem",
                "_bn0",
                new Shape(architecture.stemChannels(), 3, 3, 3),
                EfficientNetArchitecture.STEM_STRIDE,
                architecture.stemPadding(),
                1);
        this.blocks = new ArrayList<>();
        for (MbConv block : architecture.blocks()) {
            blocks.add(new FoldedBlock(block, folder, swish));
        }
        this.head = folder.fold(
                "_conv_head",
                "_bn1",
                new Shape(architecture.headChannels(), architecture.lastChannels(), 1, 1),
                1,
                Padding.NONE,
                1);
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
        NDManager manager = parent.newSubManager();
        try (NDManager scratch = manager.newSubManager()) {
            Swish swish = Swish.load(manager.getDevice());
            manager.attachInternal(NDManager.nextUid(), swish);
            ConvolutionFolder folder = new ConvolutionFolder(manager, scratch, source, prefix);
            ImageEncoder encoder = new ImageEncoder(architecture, manager, folder, swish);
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

    /** A buffer for {@link #channelsLast}, to be reused: what the heap frees late is native memory held long. */
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
        NDArray x = stem.apply(images);
        swish.inPlace(x);
        for (FoldedBlock block : blocks) {
            x = block.applyAndClose(x);
        }
        NDArray features = head.apply(x);
        x.close();
        swish.inPlace(features);
        return features;
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

    public EfficientNetArchitecture architecture() {
        return architecture;
    }

    @Override
    public void close() {
        manager.close();
    }
}
