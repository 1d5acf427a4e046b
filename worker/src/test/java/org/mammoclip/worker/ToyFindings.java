package org.mammoclip.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mammoclip.mammoclip.checkpoint.ToyModels;

/** A findings file that asks a detector, a classifier with a mapper, and prompts, with the model files it names beside it. */
public final class ToyFindings {
    private ToyFindings() {}

    /** @return the file; every finding is present in every image, because its threshold is near 0 */
    public static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        ToyModels.classifier(folder.resolve("heads/mass"), 1, 1, 0);
        ToyModels.classifier(folder.resolve("heads/density"), 5, 4, 0);
        ToyModels.detector(folder.resolve("detectors/calcification"), 2, 1);
        ToyModels.mapper(folder.resolve("factor"), 3, List.of("mass"));
        return Files.writeString(folder.resolve("findings.yaml"), """
                version: toy-1
                aggregation: { breast: mean, exam: max }
                findings:
                  mass:
                    score: { classifier: { checkpoint: heads/mass } }
                    calibration: { platt: { slope: 0.5, intercept: 0.1 } }
                    threshold: 0.001
                    attribution: { mapper: factor, attribute: mass }
                  suspicious_calcification:
                    score: { detector: { checkpoint: detectors/calcification } }
                    threshold: 0.06
                  lump:
                    title: Lump of the site
                    score: { prompts: { negative: [no mass, no lesion], positive: [mass, lesion], temperature: 0.5 } }
                    threshold: 0.999
                    codes:
                      singleImage: { value: "111099", scheme: DCM, meaning: Selected region }
                      measured: { value: LUMP, scheme: 99SITE, meaning: Lump of the site }
                density: { classifier: heads/density }
                triage:
                  prioritiseWhenAny: [ { finding: suspicious_calcification, atLeast: 0.07 } ]
                """);
    }
}
