package org.mammoclip.mammoclip;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Where training runs. Everything native that a training makes belongs to one manager, which is closed when it ends. */
public final class TrainingDevice {
    private static final String THREADS = "ai.djl.pytorch.num_threads";
    private static final int MAX_THREADS = 1024;

    private TrainingDevice() {}

    /** Something that needs a device until it is done. */
    @FunctionalInterface
    public interface Task<T> {
        /** @param manager closed afterwards, with all arrays that are left in it */
        T run(NDManager manager) throws IOException;
    }

    /**
     * Runs a training on a device, on this thread.
     *
     * @throws IllegalArgumentException if the device is not there
     */
    public static <T> T run(ComputeDevice wish, Task<T> task) throws IOException {
        Device device = NamedModel.device(wish);
        try (NDManager manager = NDManager.newBaseManager(device, NamedModel.ENGINE)) {
            return task.run(manager);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * How many threads one operation of the engine may use; all processors without it. Counts only before the engine is used for the
     * first time in this process.
     *
     * @param threads 1 to {@value #MAX_THREADS}
     */
    public static void limitThreads(int threads) {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("threads must be 1 to " + MAX_THREADS + ", not " + threads);
        }
        System.setProperty(THREADS, String.valueOf(threads));
    }

    /** What a wish becomes on this machine: {@code cpu} or {@code cuda:N}. */
    public static String name(ComputeDevice wish) {
        Device device = NamedModel.device(wish);
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }
}
