package org.mammoclip.mammoclip.augment;

import java.util.List;
import java.util.Optional;
import org.mammoclip.mammoclip.RasterSize;

/** One way of moving the content of a raster; image and boxes move together. The size stays. */
public interface Warp {
    /** The moved image. No value lies outside the range of the source and, where the border shows, 0. */
    Raster apply(Raster image);

    /**
     * Where the content of a box is afterwards: the smallest upright box around it, cut to the raster.
     *
     * @param size of the raster that the box belongs to
     * @return empty if less than one row or column of it is left in the raster
     */
    Optional<PixelBox> apply(PixelBox box, RasterSize size);

    /** Several warps, the first first; none leaves everything as it is. */
    static Warp sequence(List<Warp> warps) {
        List<Warp> steps = List.copyOf(warps);
        return new Warp() {
            @Override
            public Raster apply(Raster image) {
                Raster moved = image;
                for (Warp step : steps) {
                    moved = step.apply(moved);
                }
                return moved;
            }

            @Override
            public Optional<PixelBox> apply(PixelBox box, RasterSize size) {
                Optional<PixelBox> moved = Optional.of(box);
                for (Warp step : steps) {
                    moved = moved.flatMap(current -> step.apply(current, size));
                }
                return moved;
            }
        };
    }
}
