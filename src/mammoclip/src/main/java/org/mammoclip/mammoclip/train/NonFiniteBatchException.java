package org.mammoclip.mammoclip.train;

import java.util.List;
import org.mammoclip.mammoclip.loss.NonFiniteLossException;

/** The loss of some validation samples is NaN or infinite; ends the run, which keeps their names. */
public final class NonFiniteBatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // the list of an exception that is not sent anywhere
    private final List<String> ids;

    /** @param ids names of the samples of that batch */
    public NonFiniteBatchException(List<String> ids, NonFiniteLossException cause) {
        super(cause.getMessage(), cause);
        this.ids = List.copyOf(ids);
    }

    List<String> ids() {
        return ids;
    }
}
