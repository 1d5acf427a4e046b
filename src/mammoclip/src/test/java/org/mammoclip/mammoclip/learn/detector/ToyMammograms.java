package org.mammoclip.mammoclip.learn.detector;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.data.LabelledBox;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.data.View;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammoclip.reports.Side;

/** Noise with a bright rectangle where an image has a box. */
final class ToyMammograms implements TrainingImages {
    static final RasterSize SIZE = new RasterSize(48, 40);
    static final String MASS = "Mass";
    static final String CALCIFICATION = "Suspicious Calcification";

    private final List<LabelledImage> images;

    ToyMammograms(List<LabelledImage> images) {
        this.images = images;
    }

    /** An image of a patient of its own. */
    static LabelledImage image(String name, LabelledBox... boxes) {
        Set<String> findings = new LinkedHashSet<>();
        for (LabelledBox box : boxes) {
            findings.add(box.finding());
        }
        return image("p-" + name, name, findings, List.of(boxes));
    }

    static LabelledImage image(String patient, String name, Set<String> findings, List<LabelledBox> boxes) {
        return new LabelledImage(
                patient,
                name,
                Side.LEFT,
                View.CC,
                findings,
                OptionalInt.empty(),
                Optional.empty(),
                new ArrayList<>(boxes),
                2);
    }

    static LabelledBox mass(double left, double top) {
        return new LabelledBox(MASS, left, top, left + 12, top + 14);
    }

    @Override
    public RasterSize size() {
        return SIZE;
    }

    @Override
    public void require(String patient, String name) {
        known(name);
    }

    private LabelledImage known(String name) {
        return images.stream()
                .filter(image -> image.image().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public byte[] read(String patient, String name) {
        LabelledImage image = known(name);
        SplitMix64 noise = new SplitMix64(SplitMix64.seed(name));
        byte[] raster = new byte[SIZE.area()];
        for (int i = 0; i < raster.length; i++) {
            double x = i % SIZE.columns() + 0.5;
            double y = i / SIZE.columns() + 0.5;
            boolean bright = image.boxes().stream()
                    .anyMatch(box -> x > box.left() && x < box.right() && y > box.top() && y < box.bottom());
            raster[i] = (byte) (noise.nextInt(60) + (bright ? 150 : 0));
        }
        return raster;
    }
}
