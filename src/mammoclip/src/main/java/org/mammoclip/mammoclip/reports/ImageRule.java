package org.mammoclip.mammoclip.reports;

/** Which two images of a breast a training sample shows. */
public enum ImageRule {
    /** One of each view, in random order; without both views any two. The newer reference code, our default. */
    ONE_OF_EACH_VIEW,
    /** Any two images of the breast, whatever their view. The older code, which the released models were probably trained with. */
    ANY_TWO
}
