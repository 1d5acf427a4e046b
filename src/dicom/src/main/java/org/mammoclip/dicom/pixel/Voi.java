package org.mammoclip.dicom.pixel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/** From modality values to grey levels 0 to 255 before any inversion (PS3.3 C.11.2). */
interface Voi {
    /** The white end of the output range. */
    double WHITE = 255;

    double apply(double modality);

    /** VOI LUT Sequence item. */
    record Table(LookupTable table) implements Voi {
        @Override
        public double apply(double modality) {
            return (double) table.at(modality) / table.highest() * WHITE;
        }
    }

    /** PS3.3 C.11.2.1.2.1; width at least 1. */
    record Linear(double center, double width) implements Voi {
        @Override
        public double apply(double modality) {
            double fromCenter = modality - (center - 0.5);
            double half = (width - 1) / 2;
            if (fromCenter <= -half) {
                return 0;
            }
            return fromCenter > half ? WHITE : (fromCenter / (width - 1) + 0.5) * WHITE;
        }
    }

    /** PS3.3 C.11.2.1.3.2; width above 0. */
    record LinearExact(double center, double width) implements Voi {
        @Override
        public double apply(double modality) {
            double fromCenter = modality - center;
            if (fromCenter <= -width / 2) {
                return 0;
            }
            return fromCenter > width / 2 ? WHITE : (fromCenter / width + 0.5) * WHITE;
        }
    }

    /** PS3.3 C.11.2.1.3.1; width above 0. */
    record Sigmoid(double center, double width) implements Voi {
        @Override
        public double apply(double modality) {
            return WHITE / (1 + Math.exp(-4 * (modality - center) / width));
        }
    }

    /**
     * Selects the VOI of an image: a VOI LUT Sequence before windows; the first of the preferred explanations that
     * occurs, else the first alternative.
     *
     * @return empty if the image has none
     * @throws UndecodablePixelsException {@code INVALID_GREY_TRANSFORM} if the selected one is broken
     */
    static Optional<Voi> select(DataSet image, List<String> preferredExplanations) throws UndecodablePixelsException {
        List<DataSet> tables = image.items(Tag.VOILUTSequence);
        if (!tables.isEmpty()) {
            List<String> explanations = new ArrayList<>();
            for (DataSet item : tables) {
                explanations.add(item.string(Tag.LUTExplanation).orElse(""));
            }
            DataSet chosen = tables.get(choose(explanations, preferredExplanations));
            boolean signed = image.integer(Tag.PixelRepresentation).orElse(0) == 1;
            return Optional.of(new Table(LookupTable.of(chosen, signed)));
        }
        double[] centers = image.decimals(Tag.WindowCenter);
        double[] widths = image.decimals(Tag.WindowWidth);
        if (centers.length == 0 && widths.length == 0) {
            return Optional.empty();
        }
        if (centers.length != widths.length) {
            throw invalid(centers.length + " window centers and " + widths.length + " widths");
        }
        int chosen = Math.min(
                choose(image.strings(Tag.WindowCenterWidthExplanation), preferredExplanations), centers.length - 1);
        return Optional.of(window(
                centers[chosen],
                widths[chosen],
                image.string(Tag.VOILUTFunction).orElse("LINEAR")));
    }

    private static Voi window(double center, double width, String function) throws UndecodablePixelsException {
        boolean linear = function.equals("LINEAR");
        if (!Double.isFinite(center) || !Double.isFinite(width) || width <= 0 || (linear && width < 1)) {
            throw invalid("window center " + center + ", width " + width);
        }
        return switch (function) {
            case "LINEAR" -> new Linear(center, width);
            case "LINEAR_EXACT" -> new LinearExact(center, width);
            case "SIGMOID" -> new Sigmoid(center, width);
            default -> throw invalid("VOI LUT Function is none of LINEAR, LINEAR_EXACT, SIGMOID");
        };
    }

    private static int choose(List<String> explanations, List<String> preferred) {
        for (String wanted : preferred) {
            for (int i = 0; i < explanations.size(); i++) {
                if (explanations.get(i).strip().equalsIgnoreCase(wanted)) {
                    return i;
                }
            }
        }
        return 0;
    }

    private static UndecodablePixelsException invalid(String detail) {
        return new UndecodablePixelsException(Reason.INVALID_GREY_TRANSFORM, detail);
    }
}
