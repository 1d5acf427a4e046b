package org.mammoclip.mammoclip.bench;

/** Seconds of one pass: on the wall, and of all processors together. */
record Sample(double wall, double cpu) {}
