package org.mammoclip.mammogram.select;

/** Why a study is not scored. Names are permanent: the ledger, metrics and the operator's guide quote them. */
public enum IneligibleReason {
    /** Images of one study disagree about patient or study identity. */
    IDENTITY_CONFLICT,
    /** A rejection note says that the images carry a wrong identity (113038, DCM). */
    REJECTED_IDENTITY,
    /** A diagnostic study: the intended use is screening. */
    DIAGNOSTIC,
    /** No mammogram among the instances. */
    NO_MAMMOGRAM,
    /** Only For Processing images. */
    RAW_ONLY,
    /** Only tomosynthesis. */
    TOMOSYNTHESIS_ONLY,
    /** No side has both CC and MLO. */
    MISSING_VIEWS
}
