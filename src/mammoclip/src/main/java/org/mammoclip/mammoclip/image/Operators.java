package org.mammoclip.mammoclip.image;

/** The two vocabularies a forward pass is written in; every method gives one or more statements in TorchScript. */
enum Operators {
    /**
     * oneDNN's convolutions, which compute the activation, or the sum with the residual, while an output is still in registers.
     * Only on processors, only in builds of the engine that have them, and for one image at a time.
     */
    ONEDNN {
        @Override
        String convolve(String target, String x, Operand operand, String activation) {
            return target + " = ops.mkldnn._convolution_pointwise(" + x + ", " + operand.weight() + geometry(operand)
                    + ", \"" + activation + "\", annotate(List[Optional[number]], []), \"\")\n";
        }

        /** The gate goes into the weights, which are far smaller than the activations. */
        @Override
        String project(Operand operand, Residual residual) {
            String gated = "v = torch.mul(" + operand.weight() + ", g)\n";
            Operand scaled = new Operand(operand.shape(), "v", operand.bias());
            return gated
                    + switch (residual) {
                        case NONE -> convolve("x", "y", scaled, "none");
                        case ADD -> sum("(y, x, ", scaled);
                        case OVERWRITE -> sum("_(x, y, ", scaled);
                    };
        }

        private String sum(String inputs, Operand operand) {
            return "x = ops.mkldnn._convolution_pointwise" + inputs + operand.weight() + geometry(operand)
                    + ", \"add\", None, None, annotate(List[Optional[number]], []), None)\n";
        }

        private String geometry(Operand operand) {
            FoldedConvolution shape = operand.shape();
            return ", " + operand.bias() + ", " + pair(shape.padding()) + ", " + pair(shape.stride()) + ", [1, 1], "
                    + shape.groups();
        }
    },

    /** What every device has. */
    PORTABLE {
        @Override
        String convolve(String target, String x, Operand operand, String activation) {
            FoldedConvolution shape = operand.shape();
            String convolved = target + " = torch.conv2d(" + x + ", " + operand.weight() + ", " + operand.bias() + ", "
                    + pair(shape.stride()) + ", " + pair(shape.padding()) + ", [1, 1], " + shape.groups() + ")\n";
            return switch (activation) {
                case SWISH -> convolved + target + " = torch.silu_(" + target + ")\n";
                case SIGMOID -> convolved + target + " = torch.sigmoid_(" + target + ")\n";
                default -> convolved;
            };
        }

        @Override
        String project(Operand operand, Residual residual) {
            String gated = "y = torch.mul_(y, g)\n";
            return residual == Residual.NONE
                    ? gated + convolve("x", "y", operand, NONE)
                    : gated + convolve("y", "y", operand, NONE) + "x = torch.add_(y, x)\n";
        }
    };

    static final String NONE = "none";
    static final String SWISH = "swish";
    static final String SIGMOID = "sigmoid";

    /** What becomes of a block's input after its last convolution. */
    enum Residual {
        NONE,
        /** Added; somebody still reads it. */
        ADD,
        /** Added, and nobody's afterwards. */
        OVERWRITE
    }

    /** A convolution and the names of its two arrays. */
    record Operand(FoldedConvolution shape, String weight, String bias) {}

    /** {@code target = activation(convolution(x))}. */
    abstract String convolve(String target, String x, Operand operand, String activation);

    /** {@code x = convolution(y * g)}, plus the old {@code x} where wanted; may overwrite {@code y}. */
    abstract String project(Operand operand, Residual residual);

    private static String pair(int value) {
        return "[" + value + ", " + value + "]";
    }
}
