package org.mammoclip.mammoclip.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mammoclip.mammoclip.checkpoint.torch.Dictionary;
import org.mammoclip.mammoclip.checkpoint.torch.PickledValue;
import org.mammoclip.mammoclip.checkpoint.torch.TorchFile;
import org.mammoclip.mammoclip.checkpoint.torch.TorchTensor;

/** What a PyTorch file tells of its training. Paths of the machine that wrote it are not kept. */
final class TorchProvenance {
    private static final List<String> FIGURES =
            List.of("epoch", "train_loss", "auroc", "accuracy", "f1", "MAP", "best_MAP", "mAP");

    /** Configuration fields that say how to use the model or how it was trained; none of them is a path. */
    private static final List<String> FIELDS = List.of(
            "base.amp",
            "base.fold",
            "base.image_size_h",
            "base.image_size_w",
            "base.mean",
            "base.seed",
            "base.std",
            "base.text_max_length",
            "loss.breast_clip.i2i_weight",
            "loss.breast_clip.label_smoothing",
            "loss.breast_clip.t2t_weight",
            "model.image_encoder.model_type",
            "model.image_encoder.name",
            "model.image_encoder.source",
            "model.name",
            "model.projection_head.name",
            "model.projection_head.proj_dim",
            "model.temperature",
            "model.text_encoder.pooling",
            "scheduler.config.total_epochs");

    private TorchProvenance() {}

    /** Finite numbers of training; a tensor of one element counts as one. */
    static SortedMap<String, Double> figures(TorchFile file, Dictionary root) throws IOException {
        SortedMap<String, Double> figures = new TreeMap<>();
        for (String name : FIGURES) {
            PickledValue value = root.at(name).orElse(PickledValue.Nothing.NONE);
            double number = value instanceof TorchTensor tensor && tensor.elements() == 1
                    ? file.doubles(tensor)[0]
                    : TorchDescriptions.number(root, name).orElse(Double.NaN);
            if (Double.isFinite(number)) {
                figures.put(name, number);
            }
        }
        return figures;
    }

    /** The fields kept of the configuration, as text of one line. */
    static SortedMap<String, String> configuration(Dictionary root) {
        SortedMap<String, String> kept = new TreeMap<>();
        if (root.at("config").orElse(null) instanceof Dictionary config) {
            for (String field : FIELDS) {
                String text =
                        config.at(field.split("\\.")).map(TorchProvenance::text).orElse("");
                if (About.isLine(text)) {
                    kept.put(field, text);
                }
            }
        }
        return kept;
    }

    private static String text(PickledValue value) {
        if (value instanceof PickledValue.Text text) {
            return text.value();
        }
        if (value instanceof PickledValue.Whole whole && whole.value().bitLength() < Long.SIZE) {
            return whole.value().toString();
        }
        if (value instanceof PickledValue.Real real) {
            return Double.toString(real.value());
        }
        return value instanceof PickledValue.Truth truth ? Boolean.toString(truth.value()) : "";
    }
}
