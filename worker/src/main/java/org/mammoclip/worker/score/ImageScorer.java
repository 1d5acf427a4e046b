package org.mammoclip.worker.score;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mammoclip.mammoclip.ComputeDevice;
import org.mammoclip.mammoclip.ImageResult;
import org.mammoclip.mammoclip.MammoClip;
import org.mammoclip.mammoclip.ModelCard;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.ModelOptions;
import org.mammoclip.mammoclip.Precision;

/** A model as the score stage uses it; owned by one thread. {@link #open} gives the real one. */
public interface ImageScorer extends AutoCloseable {
    ModelCard card();

    /** One result per image, in order. */
    List<ImageResult> score(List<ModelImage> batch);

    @Override
    void close();

    /** Opens a model; called on the thread that will use it. */
    @FunctionalInterface
    interface Opener {
        ImageScorer open() throws IOException;

        /** The same model on the processor, for images that do not fit into the memory of another device. */
        default Optional<Opener> onProcessor() {
            return Optional.empty();
        }
    }

    /** Opens the Mammo-CLIP model as {@link #open} does, and on the processor where the device's memory is too small. */
    static Opener opener(String checkpoint, ModelOptions options) {
        return new Opener() {
            @Override
            public ImageScorer open() throws IOException {
                return ImageScorer.open(checkpoint, options);
            }

            @Override
            public Optional<Opener> onProcessor() {
                ModelOptions processor =
                        new ModelOptions(ComputeDevice.CPU, options.findings(), Precision.AUTO, options.sentences());
                return Optional.of(() -> ImageScorer.open(checkpoint, processor));
            }
        };
    }

    /**
     * The Mammo-CLIP model behind this interface.
     *
     * @throws IOException if the checkpoint cannot be read, is none, or expects images prepared in a way we have not;
     *     the message says why
     */
    static ImageScorer open(String checkpoint, ModelOptions options) throws IOException {
        MammoClip model = MammoClip.open(checkpoint, options);
        try {
            ImagePreparation.forModel(model.card());
        } catch (IllegalArgumentException e) {
            model.close();
            throw new IOException(e.getMessage(), e);
        }
        return new ImageScorer() {
            @Override
            public ModelCard card() {
                return model.card();
            }

            @Override
            public List<ImageResult> score(List<ModelImage> batch) {
                return model.score(batch);
            }

            @Override
            public void close() {
                model.close();
            }
        };
    }
}
