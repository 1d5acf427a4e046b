package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.mammoclip.mammoclip.NativeEnvironment;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.train.TrainingStoppedException;

/** What the learning commands have in common around what they do: warnings before, a stop between two steps, failures in words. */
final class LearningCall {
    private LearningCall() {}

    /** What a command does. */
    @FunctionalInterface
    interface Body {
        /** @param signal ends its trainings early */
        void run(StopSignal signal) throws IOException, CommandFailure;
    }

    /**
     * @return the exit status of success
     * @throws CommandFailure with what went wrong, after all bad rows of a table on {@code err}
     */
    static int run(PrintWriter err, Body body) throws CommandFailure {
        NativeEnvironment.warnings().forEach(warning -> err.println("warning: " + warning));
        try (StopSignal signal = StopSignal.watch(err)) {
            body.run(signal);
            return 0;
        } catch (TableException e) {
            e.problems().forEach(err::println);
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw CommandFailure.of(e);
        } catch (TrainingStoppedException | IllegalArgumentException | ArithmeticException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
