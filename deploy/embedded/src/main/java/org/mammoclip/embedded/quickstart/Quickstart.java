package org.mammoclip.embedded.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.dimse.SendOutcome;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command behind {@code deploy/quickstart}; the script builds and sets the class path. */
@Command(
        name = "quickstart",
        sortOptions = false,
        description = {
            "Starts PostgreSQL, Kafka, a PACS and the worker on loopback, computes the screening exams of two women who"
                    + " never existed, sends the one with a mass by C-STORE and announces the healthy one on Kafka,"
                    + " waits until structured reports and Secondary Captures are back at the PACS, prints a table with"
                    + " what is in them, and the paths of the objects.",
            "In DIR afterwards: pacs/*.dcm, result-<StudyInstanceUID>.json, *.png, worker.log."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every study ended as it should", "1:something failed", "2:wrong options"})
public final class Quickstart implements Callable<Integer> {
    private static final Duration STUDY_LIMIT = Duration.ofMinutes(3);

    @Option(
            names = "--workdir",
            paramLabel = "DIR",
            defaultValue = "target/quickstart",
            description = "Where everything is kept; an earlier quickstart's is emptied (default: ${DEFAULT-VALUE}).")
    Path workdir = Path.of("target/quickstart");

    @Option(
            names = "--study",
            paramLabel = "DIR",
            description = "Send the DICOM files of this folder instead of the first exam.")
    @Nullable
    Path study;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    boolean help;

    @Option(names = "--keep-running", description = "Leave everything running until Ctrl-C.")
    boolean keepRunning;

    @Spec
    CommandSpec spec;

    private final Progress progress = new Progress(Clock.systemUTC());

    /** @param arguments see {@code --help} */
    public static void main(String[] arguments) {
        int exitCode = new CommandLine(new Quickstart())
                .setExecutionExceptionHandler((e, commandLine, result) -> {
                    if (!(e instanceof IOException)) {
                        throw e;
                    }
                    commandLine.getErr().println("quickstart: " + e.getMessage());
                    return 1;
                })
                .execute(arguments);
        System.exit(exitCode);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (study != null && !Files.isDirectory(study)) {
            throw new ParameterException(spec.commandLine(), "--study: no such folder: " + study);
        }
        Path directory = WorkDirectory.prepare(workdir);
        try (Services services = Services.start(directory, progress)) {
            Thread hook = new Thread(services::close, "quickstart-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            List<StudyRun> runs = send(services, directory);
            boolean good = await(services.worker(), runs);
            report(services, directory, runs);
            good &= complete(services, runs);
            if (!ReadingOrder.isRight(runs)) {
                System.out.println("the exam with a mass should have the highest score for it");
                good = false;
            }
            if (keepRunning) {
                keep(services);
            }
            Runtime.getRuntime().removeShutdownHook(hook);
            return good ? 0 : 1;
        }
    }

    private List<StudyRun> send(Services services, Path directory) throws IOException, InterruptedException {
        List<StudyRun> runs = new ArrayList<>();
        List<Phantom> phantoms = Phantom.pair(services.worker(), directory.resolve("phantoms"));
        progress.say("computed the exams of two women who never existed");
        Exams.Sent first;
        if (study == null) {
            first = Exams.send(services, phantoms.get(0));
            runs.add(StudyRun.of(phantoms.get(0), "C-STORE"));
        } else {
            first = Exams.sendFolder(services, study);
            for (var uid : first.studies()) {
                runs.add(new StudyRun(uid, "C-STORE", false, ""));
            }
        }
        for (Map.Entry<String, SendOutcome> refused : first.refused().entrySet()) {
            progress.say("not accepted: " + refused.getKey() + ": " + refused.getValue());
        }
        progress.say("sent " + first.accepted() + " objects by C-STORE");
        Phantom second = phantoms.get(1);
        Exams.load(services, second);
        Exams.announce(services, second);
        runs.add(StudyRun.of(second, "Kafka + WADO-RS"));
        progress.say("put a second exam into the PACS and announced it on Kafka");
        return runs;
    }

    private boolean await(WorkerChild worker, List<StudyRun> runs) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + STUDY_LIMIT.toNanos();
        while (true) {
            boolean all = true;
            for (StudyRun run : runs) {
                if (run.update(worker.study(run.uid()))) {
                    progress.say("study " + (runs.indexOf(run) + 1) + ": " + run.state());
                }
                all &= run.isEnded();
            }
            if (all) {
                return runs.stream().allMatch(StudyRun::isGood);
            }
            if (!worker.isAlive()) {
                throw new IOException("the worker ended; see " + worker.log());
            }
            if (System.nanoTime() > deadline) {
                progress.say("gave up after " + STUDY_LIMIT.toSeconds() + " s; see " + worker.log());
                return false;
            }
            Thread.sleep(200);
        }
    }

    private void report(Services services, Path directory, List<StudyRun> runs) throws IOException {
        List<Path> previews = Previews.write(services.pacs(), runs, directory);
        for (StudyRun run : runs) {
            run.writeTo(directory);
        }
        System.out.println();
        System.out.print(ResultTable.of(runs));
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                "objects   %s (%d)%nresults   %s%npreviews  %s (%d)%nlog       %s%n",
                directory.resolve("pacs") + "/*.dcm",
                services.pacs().received().size(),
                directory + "/result-*.json",
                directory + "/*.png",
                previews.size(),
                services.worker().log());
    }

    /** The computed exams must be back complete: one report of each kind and four captures. */
    private boolean complete(Services services, List<StudyRun> runs) {
        boolean complete = true;
        for (StudyRun run : runs) {
            if (run.mustBeDelivered()) {
                String missing = Exams.missingResults(services.pacs(), run.uid());
                if (!missing.isEmpty()) {
                    System.out.println("study " + (runs.indexOf(run) + 1) + ": " + missing);
                    complete = false;
                }
            }
        }
        return complete;
    }

    private void keep(Services services) throws InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "%nrunning until Ctrl-C: DIMSE MAMMOCLIP at 127.0.0.1:%d, operations http://127.0.0.1:%d/, PACS %s at"
                        + " 127.0.0.1:%d and %s, Kafka %s, %s%n",
                services.worker().dimsePort(),
                services.worker().httpPort(),
                services.pacs().aeTitle(),
                services.pacs().dimsePort(),
                services.pacs().dicomWeb(),
                services.kafka().bootstrapServers(),
                services.database().jdbcUrl());
        new CountDownLatch(1).await();
    }
}
