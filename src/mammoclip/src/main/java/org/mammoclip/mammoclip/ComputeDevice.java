package org.mammoclip.mammoclip;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the network runs.
 *
 * @param kind AUTO takes the first CUDA device if there is one, else the CPU
 * @param index CUDA device number, 0 for the other kinds
 */
public record ComputeDevice(Kind kind, int index) {
    /** The three ways to name a device. */
    public enum Kind {
        AUTO,
        CPU,
        CUDA
    }

    public static final ComputeDevice AUTO = new ComputeDevice(Kind.AUTO, 0);
    public static final ComputeDevice CPU = new ComputeDevice(Kind.CPU, 0);

    private static final Pattern CUDA = Pattern.compile("cuda:(\\d{1,3})");

    public ComputeDevice {
        if (index < 0 || (kind != Kind.CUDA && index != 0)) {
            throw new IllegalArgumentException("device index " + index + " for " + kind);
        }
    }

    /**
     * @param text {@code auto}, {@code cpu} or {@code cuda:N}
     * @throws IllegalArgumentException naming the allowed forms
     */
    public static ComputeDevice parse(String text) {
        Matcher cuda = CUDA.matcher(text);
        if (cuda.matches()) {
            return new ComputeDevice(Kind.CUDA, Integer.parseInt(cuda.group(1)));
        }
        if (text.equals("auto")) {
            return AUTO;
        }
        if (text.equals("cpu")) {
            return CPU;
        }
        throw new IllegalArgumentException("device must be auto, cpu or cuda:N, not '" + text + "'");
    }

    @Override
    public String toString() {
        return kind == Kind.CUDA ? "cuda:" + index : kind == Kind.CPU ? "cpu" : "auto";
    }
}
