package org.mammoclip.worker.evaluate;

import java.io.IOException;
import java.util.Optional;
import org.mammoclip.mammoclip.MammoClip;
import org.mammoclip.mammoclip.ModelCard;
import org.mammoclip.mammoclip.ModelOptions;
import org.mammoclip.mammoclip.evaluate.Provenance;
import org.mammoclip.worker.score.ImageFile;

/** The model that scores a data set. Belongs to the thread that opened it. */
final class ModelInUse implements AutoCloseable {
    private final MammoClip model;

    private ModelInUse(MammoClip model) {
        this.model = model;
    }

    /** @throws IOException if it cannot be opened, or wants images prepared in another way */
    static ModelInUse open(String checkpoint, ModelOptions options) throws IOException {
        MammoClip model = MammoClip.open(checkpoint, options);
        String expected = model.card().preprocessingVersion();
        if (!expected.equals(ImageFile.PREPROCESSING)) {
            model.close();
            throw new IOException("the checkpoint expects images prepared as '" + expected
                    + "', this version prepares them as '" + ImageFile.PREPROCESSING + "'");
        }
        return new ModelInUse(model);
    }

    MammoClip model() {
        return model;
    }

    /** What scores depend on: a cache of other scores is refused. */
    String identity(boolean preparePictures) {
        return identity(model.card(), preparePictures);
    }

    static String identity(ModelCard card, boolean preparePictures) {
        return card.checkpointSha256() + " " + card.findingsSha256() + " " + card.preprocessingVersion() + " "
                + card.input() + (preparePictures ? " pictures prepared" : "");
    }

    Optional<Provenance.Model> provenance() {
        ModelCard card = model.card();
        return Optional.of(new Provenance.Model(
                card.name(),
                card.version(),
                card.checkpointSha256(),
                card.preprocessingVersion(),
                card.findings().thresholdsVersion(),
                card.findingsSha256(),
                card.device(),
                card.statement()));
    }

    @Override
    public void close() {
        model.close();
    }
}
