package org.mammoclip.mammoclip.image;

import ai.djl.ndarray.types.DataType;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.mammoclip.mammoclip.image.Operators.Operand;
import org.mammoclip.mammoclip.image.Operators.Residual;

/**
 * Writes the forward pass of an architecture as TorchScript: the outputs of some blocks, in order, and then the raw feature map. The
 * arrays are taken from a list in the order of {@link EncoderWeights}: weight and bias of each convolution.
 */
final class EncoderScript {
    /** PyTorch's numbers for its float types and the channels-last format. */
    private static final int FLOAT32 = 6;

    private static final int FLOAT16 = 5;
    private static final int CHANNELS_LAST = 2;

    private final Operators operators;
    private final Set<Integer> tapped;
    private final Iterator<FoldedConvolution> convolutions;
    private final StringBuilder body = new StringBuilder();
    private int next;

    private EncoderScript(Operators operators, List<FoldedConvolution> convolutions, Set<Integer> tapped) {
        this.operators = operators;
        this.convolutions = convolutions.iterator();
        this.tapped = tapped;
    }

    /**
     * @param tapped indices of the blocks whose output is wanted
     * @param precision of the arrays; input and outputs are float32
     */
    static String write(
            EfficientNetArchitecture architecture,
            List<FoldedConvolution> convolutions,
            Operators operators,
            Set<Integer> tapped,
            DataType precision) {
        EncoderScript script = new EncoderScript(operators, convolutions, tapped);
        script.network(architecture, precision);
        return script.body.toString().indent(4);
    }

    private void network(EfficientNetArchitecture architecture, DataType precision) {
        boolean half = precision == DataType.FLOAT16;
        body.append("r = annotate(List[Tensor], [])\n");
        body.append("x = torch.contiguous(x, memory_format=" + CHANNELS_LAST + ")\n");
        if (half) {
            body.append("x = torch.to(x, " + FLOAT16 + ", False, False, None)\n");
        }
        convolve("x", "x", Operators.SWISH);
        for (MbConv block : architecture.blocks()) {
            block(block);
            if (tapped.contains(block.index())) {
                output(half);
            }
        }
        convolve("x", "x", Operators.SWISH);
        output(half);
        body.append("return r\n");
    }

    private void block(MbConv block) {
        if (block.expands()) {
            convolve("y", "x", Operators.SWISH);
        }
        convolve("y", block.expands() ? "y" : "x", Operators.SWISH);
        body.append("g = torch.adaptive_avg_pool2d(y, [1, 1])\n");
        convolve("g", "g", Operators.SWISH);
        convolve("g", "g", Operators.SIGMOID);
        Residual residual = tapped.contains(block.index() - 1) ? Residual.ADD : Residual.OVERWRITE;
        body.append(operators.project(operand(), block.residual() ? residual : Residual.NONE));
    }

    private void convolve(String target, String x, String activation) {
        body.append(operators.convolve(target, x, operand(), activation));
    }

    private Operand operand() {
        Operand operand = new Operand(convolutions.next(), "w[" + next + "]", "w[" + (next + 1) + "]");
        next += 2;
        return operand;
    }

    private void output(boolean half) {
        String value = half ? "torch.to(x, " + FLOAT32 + ", False, False, None)" : "x";
        body.append("_0 = torch.append(r, " + value + ")\n");
    }
}
