package org.mammoclip.mammoclip.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.classify.ClassifierHead;
import org.mammoclip.mammoclip.image.EfficientNetArchitecture;

/**
 * A fine-tuned or probed classifier: its own image tower, then one linear layer on the pooled vector.
 *
 * @param preprocessing name of the preparation the parameters expect
 * @param image name of the image tower, see {@link EfficientNetArchitecture#named}
 * @param outputs raw logits, 1 to {@link ClassifierHead#MAX_OUTPUTS}
 */
public record ClassifierDescription(About about, String preprocessing, String image, int outputs)
        implements Description {
    public ClassifierDescription {
        About.require(About.isLine(preprocessing), "preprocessing must be one line of 1 to 200 characters");
        ClassifierHead.parameters(EfficientNetArchitecture.named(image).headChannels(), outputs);
    }

    @Override
    public ModelKind kind() {
        return ModelKind.CLASSIFIER;
    }

    @Override
    public ClassifierDescription with(About other) {
        return new ClassifierDescription(other, preprocessing, image, outputs);
    }

    /** The image tower. */
    public EfficientNetArchitecture toImageArchitecture() {
        return EfficientNetArchitecture.named(image);
    }

    @Override
    public List<ParameterSpec> parameters() {
        EfficientNetArchitecture tower = toImageArchitecture();
        List<ParameterSpec> specs = new ArrayList<>();
        tower.parameters().forEach(spec -> specs.add(spec.prefixed(ModelDescription.IMAGE_PREFIX)));
        specs.addAll(ClassifierHead.parameters(tower.headChannels(), outputs));
        return List.copyOf(specs);
    }
}
