package org.mammoclip.mammoclip;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.mammoclip.mammoclip.block.CheckpointMismatchException;
import org.mammoclip.mammoclip.checkpoint.Checkpoint;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.checkpoint.ClipFile;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.demo.DemoCheckpoint;

/** From what a user calls a model to the opened thing. */
public final class NamedModel {
    static final String ENGINE = "PyTorch";

    private NamedModel() {}

    /** Builds something whose parameters live in the manager it is given. */
    @FunctionalInterface
    interface Loader<T> {
        T load(NDManager manager) throws IOException;
    }

    static boolean isBuiltin(String name) {
        return name.startsWith("builtin:");
    }

    /**
     * The built-in model or a pre-training checkpoint.
     *
     * @param name {@code builtin:demo}, or a path
     * @throws CheckpointFormatException if it is something else; the message says what
     */
    public static Checkpoint checkpoint(String name) throws IOException {
        if (isBuiltin(name)) {
            if (!name.equals(MammoClip.BUILTIN_DEMO)) {
                throw new CheckpointFormatException("there is no " + name + ", only " + MammoClip.BUILTIN_DEMO);
            }
            return new DemoCheckpoint();
        }
        return checkpoint(Path.of(name));
    }

    /** A pre-training checkpoint. */
    static Checkpoint checkpoint(Path path) throws IOException {
        ModelFile file = file(path);
        if (file instanceof ClipFile clip) {
            return clip.checkpoint();
        }
        file.close();
        throw new CheckpointFormatException(path.getFileName() + " holds a "
                + file.kind().label() + " and no text tower; name it in a findings file");
    }

    /**
     * Any model file.
     *
     * @throws CheckpointFormatException if it is none, or its parameters do not fit
     */
    public static ModelFile file(Path path) throws IOException {
        try {
            return ModelFile.open(path);
        } catch (CheckpointMismatchException e) {
            throw new CheckpointFormatException(path.getFileName() + ": " + e.getMessage(), e);
        }
    }

    /** Runs a loader with a manager of a device; closes the manager if it fails. */
    static <T> T onDevice(ComputeDevice device, Loader<T> loader) throws IOException {
        NDManager manager = NDManager.newBaseManager(device(device), ENGINE);
        try {
            return loader.load(manager);
        } catch (UncheckedIOException e) {
            manager.close();
            throw new IOException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    static Device device(ComputeDevice wish) {
        int gpus = Engine.getEngine(ENGINE).getGpuCount();
        return switch (wish.kind()) {
            case CPU -> Device.cpu();
            case AUTO -> gpus > 0 ? Device.gpu(0) : Device.cpu();
            case CUDA -> {
                if (wish.index() >= gpus) {
                    throw new IllegalArgumentException(
                            "device " + wish + " is not there: the engine sees " + gpus + " CUDA devices");
                }
                yield Device.gpu(wish.index());
            }
        };
    }
}
