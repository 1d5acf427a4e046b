package org.mammoclip.dicom.sr;

import java.util.Arrays;
import java.util.Optional;

/** Shapes of spatial coordinates, Graphic Type (PS3.3 C.18.6.1.1). */
public enum GraphicType {
    /** One point. */
    POINT(1, 1),
    /** One or more points, each of interest by itself. */
    MULTIPOINT(1, Integer.MAX_VALUE),
    /** Two or more points joined by lines; closed when the last point repeats the first. */
    POLYLINE(2, Integer.MAX_VALUE),
    /** The centre and a point on the circle. */
    CIRCLE(2, 2),
    /** The ends of the major axis, then the ends of the minor axis. */
    ELLIPSE(4, 4);

    private final int minPoints;
    private final int maxPoints;

    GraphicType(int minPoints, int maxPoints) {
        this.minPoints = minPoints;
        this.maxPoints = maxPoints;
    }

    boolean admits(int points) {
        return points >= minPoints && points <= maxPoints;
    }

    static Optional<GraphicType> ofCode(String code) {
        return Arrays.stream(values()).filter(type -> type.name().equals(code)).findFirst();
    }
}
