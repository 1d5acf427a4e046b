package org.mammoclip.phantom;

/** How much of the breast is glandular tissue (BI-RADS). */
public enum Density {
    A(-0.75),
    B(-0.38),
    C(-0.02),
    D(0.42);

    final double glandBias;

    Density(double glandBias) {
        this.glandBias = glandBias;
    }
}
