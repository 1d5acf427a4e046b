package org.mammoclip.mammoclip.learn.probe;

/** A smooth convex function of many numbers. */
interface Objective {
    /** Number of arguments. */
    int size();

    /**
     * @param gradient overwritten with the derivative by every argument
     * @return the value
     */
    double at(double[] arguments, double[] gradient);
}
