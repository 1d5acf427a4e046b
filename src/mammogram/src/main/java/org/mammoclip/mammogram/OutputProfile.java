package org.mammoclip.mammogram;

/**
 * What leaves the worker. A US triage device (21 CFR 892.2080) must not mark locations, so {@link #TRIAGE} never carries
 * regions, finding names or sides.
 */
public enum OutputProfile {
    /** Study-level priority and score only: TID 1500 without regions. */
    TRIAGE,
    /** Adds the Mammography CAD SR, regions in TID 1500 and attribution maps. */
    FULL,
    /** As FULL; the place of raw maps and private codes. */
    RESEARCH;

    /** Whether outputs may name findings and mark where they lie. */
    public boolean marksLocations() {
        return this != TRIAGE;
    }
}
