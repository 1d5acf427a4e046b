package org.mammoclip.mammoclip;

/** The network answered NaN, an infinity or a vector of length zero; there is no score to report. */
public final class NonFiniteScoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NonFiniteScoreException(String message) {
        super(message);
    }
}
