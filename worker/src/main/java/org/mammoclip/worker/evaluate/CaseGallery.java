package org.mammoclip.worker.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mammoclip.mammoclip.ImageResult;
import org.mammoclip.mammoclip.MammoClip;
import org.mammoclip.mammoclip.ScoredImage;
import org.mammoclip.mammoclip.evaluate.BinaryResult;
import org.mammoclip.mammoclip.evaluate.Observation;
import org.mammoclip.mammoclip.evaluate.page.CasePictures;

/** Pictures of the worst cases: those few images are scored once more, because maps of a whole data set are not kept. */
final class CaseGallery implements CasePictures {
    private final Map<String, Picture> pictures;

    private CaseGallery(Map<String, Picture> pictures) {
        this.pictures = pictures;
    }

    static CaseGallery of(
            List<BinaryResult> results,
            Map<ImageKey, Path> files,
            MammoClip model,
            boolean preparePictures,
            Map<String, Localisation> localisations)
            throws IOException {
        Map<String, Picture> pictures = new HashMap<>();
        for (BinaryResult result : results) {
            List<Observation> worst = new ArrayList<>(result.falsePositives());
            worst.addAll(result.falseNegatives());
            for (Observation one : worst) {
                Path file = files.get(new ImageKey(one.patient(), one.image()));
                if (file != null) {
                    picture(result.key(), one, file, model, preparePictures, localisations)
                            .ifPresent(picture -> pictures.put(key(result.key(), one), picture));
                }
            }
        }
        return new CaseGallery(pictures);
    }

    private static Optional<Picture> picture(
            String finding,
            Observation one,
            Path file,
            MammoClip model,
            boolean preparePictures,
            Map<String, Localisation> localisations)
            throws IOException {
        try {
            DatasetImage image = DatasetImage.read(file, model.card().input(), preparePictures);
            ImageResult result = model.score(List.of(image.input())).get(0);
            Localisation localisation = localisations.get(finding);
            return result instanceof ScoredImage scored && localisation != null
                    ? Optional.of(MapPicture.of(
                            image.input(), scored.finding(finding), localisation.truthOf(one.patient(), one.image())))
                    : Optional.empty();
        } catch (DatasetImage.NotUsableException e) {
            return Optional.empty();
        }
    }

    private static String key(String finding, Observation one) {
        return finding + "\n" + one.patient() + "\n" + one.image();
    }

    @Override
    public Optional<Picture> of(String finding, Observation observation) {
        return Optional.ofNullable(pictures.get(key(finding, observation)));
    }
}
