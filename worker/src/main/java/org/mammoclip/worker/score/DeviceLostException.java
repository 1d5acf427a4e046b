package org.mammoclip.worker.score;

import java.util.Locale;

/**
 * A GPU that answers nothing any more in this process: after a faulty kernel or a hardware error every later call fails, too, whatever
 * the image. Only a new process helps.
 */
final class DeviceLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_CAUSES = 20;

    DeviceLostException(Throwable cause) {
        super("the GPU is lost to this process", cause);
    }

    /** Whether a failure that is not lack of memory comes from CUDA itself. The engine knows no type for it; its messages decide. */
    static boolean isMeantBy(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("cuda error:")) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
