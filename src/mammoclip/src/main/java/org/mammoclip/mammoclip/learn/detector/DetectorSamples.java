package org.mammoclip.mammoclip.learn.detector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.augment.Augmentation;
import org.mammoclip.mammoclip.augment.PixelBox;
import org.mammoclip.mammoclip.augment.Raster;
import org.mammoclip.mammoclip.augment.Warp;
import org.mammoclip.mammoclip.data.LabelledBox;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.detect.DetectorRaster;
import org.mammoclip.mammoclip.loss.TargetBox;

/** Reads images and boxes, resizes both to the detector's square as {@link DetectorRaster} does, and moves both. One thread at a time. */
final class DetectorSamples {
    private final DetectorImages images;
    private final TrainingImages pixels;
    private final RasterSize square;

    /** @param side of the square in pixels */
    DetectorSamples(DetectorImages images, TrainingImages pixels, int side) {
        this.images = images;
        this.pixels = pixels;
        this.square = new RasterSize(side, side);
    }

    int size() {
        return images.images().size();
    }

    LabelledImage image(int index) {
        return images.images().get(index);
    }

    /**
     * The image as it is.
     *
     * @throws IOException naming the image if it cannot be read
     */
    DetectorSample read(int index) throws IOException {
        LabelledImage image = image(index);
        List<TargetBox> boxes = new ArrayList<>();
        for (LabelledBox box : image.boxes()) {
            if (images.findings().contains(box.finding())) {
                boxes.add(target(squared(box), box.finding()));
            }
        }
        return new DetectorSample(image.image(), raster(image), boxes);
    }

    /**
     * The image moved by chance, with its boxes; boxes that leave it are dropped. An image that would be left without any contrast
     * stays as it is.
     */
    DetectorSample read(int index, Augmentation augmentation, RandomGenerator random) throws IOException {
        DetectorSample still = read(index);
        Warp warp = augmentation.draw(square, random);
        byte[] moved = warp.apply(Raster.ofBytes(square, still.raster())).toBytes();
        if (isConstant(moved)) {
            return still;
        }
        List<TargetBox> boxes = new ArrayList<>();
        for (TargetBox box : still.boxes()) {
            warp.apply(new PixelBox(box.left(), box.top(), box.right(), box.bottom()), square)
                    .ifPresent(place -> boxes.add(
                            new TargetBox(place.left(), place.top(), place.right(), place.bottom(), box.classIndex())));
        }
        return new DetectorSample(still.id(), moved, boxes);
    }

    private byte[] raster(LabelledImage image) throws IOException {
        byte[] grey = pixels.read(image.patient(), image.image());
        float[] values = new float[grey.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = grey[i] & 0xFF;
        }
        RasterSize size = pixels.size();
        float[] resized = DetectorRaster.resize(values, size.rows(), size.columns(), square.rows());
        byte[] raster = new byte[resized.length];
        for (int i = 0; i < raster.length; i++) {
            raster[i] = (byte) resized[i];
        }
        return raster;
    }

    private PixelBox squared(LabelledBox box) {
        double x = (double) square.columns() / pixels.size().columns();
        double y = (double) square.rows() / pixels.size().rows();
        return new PixelBox(box.left() * x, box.top() * y, box.right() * x, box.bottom() * y);
    }

    private TargetBox target(PixelBox box, String finding) {
        return new TargetBox(
                box.left(),
                box.top(),
                box.right(),
                box.bottom(),
                images.findings().indexOf(finding));
    }

    private static boolean isConstant(byte[] raster) {
        byte[] first = new byte[raster.length];
        Arrays.fill(first, raster[0]);
        return Arrays.equals(raster, first);
    }
}
