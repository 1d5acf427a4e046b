package org.mammoclip.mammoclip;

import java.util.Locale;

/** Memory outside the Java heap, where the network lives. */
public final class NativeMemory {
    private static final int MAX_CAUSES = 20;

    private NativeMemory() {}

    /**
     * Whether a failure says that a processor or a GPU had no memory left for the network. The engine knows no type for it, so its
     * messages decide. Smaller batches may still fit.
     *
     * @param failure thrown by a {@link MammoClip}, or wrapped around such a one
     */
    public static boolean isExhausted(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (cause instanceof RuntimeException
                    && (message.contains("out of memory")
                            || message.contains("defaultcpuallocator")
                            || message.contains("_status_alloc_failed")
                            || message.contains("std::bad_alloc"))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
