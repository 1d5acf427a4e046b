package org.mammoclip.phantom;

import java.util.ArrayList;
import java.util.List;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammoclip.random.SplitMix64;
import org.mammoclip.mammogram.prepare.PixelBox;
import org.mammoclip.mammogram.prepare.PreparedMammogram;

/**
 * Windows of half the rows and half the columns of a prepared image, in its resolution, as spot views are: around the finding, or
 * somewhere in a breast without one. A lesion fills four times as much of such a window, and it costs a quarter of the time, so
 * that a network that starts from nothing learns what lesions look like many times sooner than from whole images.
 */
final class CloseUps {
    /** How far from the middle of the window the finding may be, as a share of the window. */
    private static final double OFF_CENTRE = 0.35;

    private static final int TISSUE = 25;
    private static final int MOST_TRIES = 200;

    private CloseUps() {}

    /**
     * @param top row of the upper edge
     * @param left column of the left edge
     */
    record Window(int top, int left) {
        /** The grey values inside, row by row. */
        byte[] of(PreparedMammogram ready) {
            ImageSize size = CloseUps.size(ready.size());
            byte[] grey = ready.grey();
            byte[] inside = new byte[size.rows() * size.columns()];
            for (int row = 0; row < size.rows(); row++) {
                System.arraycopy(
                        grey,
                        (top + row) * ready.size().columns() + left,
                        inside,
                        row * size.columns(),
                        size.columns());
            }
            return inside;
        }
    }

    /** Of the windows of an image. */
    static ImageSize size(ImageSize prepared) {
        return new ImageSize(prepared.rows() / 2, prepared.columns() / 2);
    }

    /** As many windows as asked for; the same every time. */
    static List<Window> draw(PhantomExam exam, PhantomImage image, PreparedMammogram ready, int count) {
        SplitMix64 random = SplitMix64.stream(
                exam.settings().seed(), "close-ups", exam.index(), image.view().ordinal());
        ImageSize size = size(ready.size());
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] centre = image.boxes().isEmpty() ? anywhere(ready, random) : near(image, ready, size, random);
            windows.add(new Window(
                    edge(centre[0], size.rows(), ready.size().rows()),
                    edge(centre[1], size.columns(), ready.size().columns())));
        }
        return windows;
    }

    private static int edge(double centre, int window, int whole) {
        return (int) Math.max(0, Math.min(whole - window, Math.round(centre - window / 2.0)));
    }

    private static double[] near(PhantomImage image, PreparedMammogram ready, ImageSize size, SplitMix64 random) {
        PhantomImage.TruthBox box = image.boxes().get(0);
        PixelBox moved = ready.fromSource(new PixelBox(box.left(), box.top(), box.right(), box.bottom()));
        return new double[] {
            (moved.top() + moved.bottom()) / 2 + OFF_CENTRE * (2 * random.nextDouble() - 1) * size.rows(),
            (moved.left() + moved.right()) / 2 + OFF_CENTRE * (2 * random.nextDouble() - 1) * size.columns()
        };
    }

    private static double[] anywhere(PreparedMammogram ready, SplitMix64 random) {
        ImageSize size = ready.size();
        byte[] grey = ready.grey();
        int row = 0;
        int column = 0;
        for (int i = 0; i < MOST_TRIES; i++) {
            row = random.nextInt(size.rows());
            column = random.nextInt(size.columns());
            if ((grey[row * size.columns() + column] & 0xFF) > TISSUE) {
                break;
            }
        }
        return new double[] {row, column};
    }
}
