package org.mammoclip.worker.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.mammoclip.worker.config.ConfigException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code mammoclip}. */
@Command(
        name = "mammoclip",
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class,
        header = "Screening mammography studies in, structured reports and attribution maps out.",
        description = "Research use only - not for diagnosis.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage", "3:wrong configuration"},
        subcommands = {
            ServeCommand.class,
            ScoreCommand.class,
            EvaluateCommand.class,
            EmbedCommand.class,
            ZeroShotCommand.class,
            ModelCommand.class,
            DataCommand.class,
            PretrainCommand.class,
            ProbeCommand.class,
            FineTuneCommand.class,
            LearningCurveCommand.class,
            DetectorCommand.class,
            FactorCommand.class,
            PhantomCommand.class,
            CheckCommand.class,
            BenchCommand.class,
            MigrateCommand.class,
            ExplainCommand.class,
            StatusCommand.class,
            ReplayCommand.class,
            DeadLetterCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Callable<Integer> {
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int CONFIGURATION = 3;

    @Spec
    CommandSpec spec;

    public static void main(String[] arguments) {
        Logging.plainTextUnlessServing(arguments);
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /** Runs a command. @return its exit code */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Main::execute)
                .setParameterExceptionHandler(Main::usage)
                .setExecutionExceptionHandler(Main::explain)
                .execute(arguments);
    }

    /** Refuses what is given twice: of options in a group, picocli would take the last and forget the others of the group. */
    private static int execute(ParseResult parsed) {
        for (ParseResult each = parsed; each != null; each = each.subcommand()) {
            for (OptionSpec option : each.matchedOptions()) {
                if (!option.isMultiValue() && option.originalStringValues().size() > 1) {
                    throw new ParameterException(
                            each.commandSpec().commandLine(),
                            "option '" + option.longestName() + "' should be specified only once");
                }
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** What is wrong, below which nothing scrolls it away, and where the whole help is. */
    private static int usage(ParameterException wrong, String[] arguments) {
        PrintWriter err = wrong.getCommandLine().getErr();
        String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
        err.println(name + ": " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("'" + name + " --help' shows how it is used");
        return USAGE;
    }

    /** What a person at the terminal reads instead of a stack trace; the log has the rest. */
    private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        if (failure instanceof ConfigException config) {
            config.problems().forEach(err::println);
            int problems = config.problems().size();
            err.println(problems + (problems == 1 ? " problem" : " problems") + "; 'mammoclip check' checks again");
            return CONFIGURATION;
        }
        if (failure instanceof CommandFailure) {
            err.println(name + ": " + failure.getMessage());
            return FAILED;
        }
        LoggerFactory.getLogger(Main.class).error("command {} failed", name, failure);
        err.println(
                name + ": failed unexpectedly (" + failure.getClass().getSimpleName() + "); the log has the details");
        return FAILED;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
