package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mammoclip.mammoclip.NativeEnvironment;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.train.TrainingStoppedException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What the learning commands have in common around what they learn: wrong usage, warnings before, a stop between two steps,
 * failures in words, and what was typed for the card.
 */
abstract class LearningCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    /** What a command does. */
    @FunctionalInterface
    interface Body {
        /** @param signal ends its trainings early */
        void run(StopSignal signal) throws IOException, CommandFailure;
    }

    /** A value of the command line that may be wrong. */
    @FunctionalInterface
    interface Reading<T, E extends Exception> {
        T read() throws E;
    }

    /**
     * @return the exit status of success
     * @throws CommandFailure with what went wrong, after all bad rows of a table on standard error
     */
    final int run(Body body) throws CommandFailure {
        PrintWriter err = err();
        NativeEnvironment.warnings().forEach(warning -> err.println("warning: " + warning));
        try (StopSignal signal = StopSignal.watch(err)) {
            try {
                explained(body, signal);
            } catch (CommandFailure e) {
                signal.failed(String.valueOf(e.getMessage()));
                throw e;
            } catch (RuntimeException e) {
                signal.failed(e.toString());
                throw e;
            }
        }
        return 0;
    }

    private void explained(Body body, StopSignal signal) throws CommandFailure {
        try {
            body.run(signal);
        } catch (TableException e) {
            e.problems().forEach(err()::println);
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw CommandFailure.of(e);
        } catch (TrainingStoppedException | IllegalArgumentException | ArithmeticException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** A value that can be wrong: then it is wrong usage. */
    final <T extends @Nullable Object, E extends Exception> T parsed(Reading<T, E> value) throws E {
        try {
            return value.read();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** The command line, as a shell would take it again. */
    final String typed() {
        List<String> words = new ArrayList<>(List.of("mammoclip"));
        words.addAll(spec.root().commandLine().getParseResult().originalArgs());
        return words.stream()
                .map(word -> word.matches("[A-Za-z0-9_./,=:@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
