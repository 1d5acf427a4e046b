package org.mammoclip.mammogram;

/** The two views of a screening exam (PS3.16 CID 4014): cranio-caudal and medio-lateral oblique. */
public enum View {
    CC,
    MLO
}
