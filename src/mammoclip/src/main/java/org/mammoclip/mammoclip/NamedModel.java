package org.mammoclip.mammoclip;

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
final class NamedModel {
    private static final String ENGINE = "PyTorch";

    private NamedModel() {}

    /** Builds something whose parameters live in the manager it is given. */
    @FunctionalInterface
    interface Loader<T> {
        T load(NDManager manager) throws IOException;
    }

    static boolean isBuiltin(String name) {
        return name.startsWith("builtin:");
    }

    /** The built-in model or a pre-training checkpoint. */
    static Checkpoint checkpoint(String name) throws IOException {
        if (isBuiltin(name)) {
            if (!name.equals(MammoClip.BUILTIN_DEMO)) {
                throw new CheckpointFormatException("there is no " + name + ", only " + MammoClip.BUILTIN_DEMO);
            }
            return new DemoCheckpoint();
        }
        ModelFile file = file(name);
        if (file instanceof ClipFile clip) {
            return clip.checkpoint();
        }
        file.close();
        throw new CheckpointFormatException(
                name + " holds a " + file.kind().label() + "; a checkpoint with image and text tower is needed");
    }

    /** Any model file. */
    static ModelFile file(String name) throws IOException {
        try {
            return ModelFile.open(Path.of(name));
        } catch (CheckpointMismatchException e) {
            throw new CheckpointFormatException(Path.of(name).getFileName() + ": " + e.getMessage(), e);
        }
    }

    /** Runs a loader with a manager of a device; closes the manager if it fails. */
    static <T> T onDevice(ComputeDevice device, Loader<T> loader) throws IOException {
        NDManager manager = NDManager.newBaseManager(MammoClip.device(device), ENGINE);
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
}
