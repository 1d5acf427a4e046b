package org.mammoclip.conformance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.testkit.SyntheticExam;

/**
 * How fast the listener takes objects in, against Orthanc and storescp on the same disk: the three in turn, round after
 * round, with the same sender. {@code conformance/bench/ingest} runs it.
 */
public final class IngestBench {
    private static final ImageSize HALF_MEGABYTE = new ImageSize(512, 512);

    private IngestBench() {}

    /**
     * @param arguments {@code [--rounds N] [--objects N] [--small N] [--flood] DIRECTORY}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = Options.parse(arguments);
        System.out.printf(
                Locale.ROOT,
                "%d processors, Java %s, disk of %s%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                options.directory());
        if (options.flood()) {
            flood(options.directory().resolve("flood"));
            return;
        }
        List<StoragePeer> peers = new ArrayList<>();
        try {
            peers.add(StoragePeer.worker(options.directory().resolve("mammoclip"), ""));
            addIfInstalled(
                    peers,
                    "Orthanc",
                    () -> StoragePeer.orthanc(options.directory().resolve("orthanc")));
            addIfInstalled(
                    peers,
                    "storescp",
                    () -> StoragePeer.storescp(options.directory().resolve("storescp")));
            LoadGenerator large = new LoadGenerator(options.directory().resolve("load"), 1, SyntheticExam.FULL_FIELD);
            Map<String, double[]> megabytes =
                    rounds(options, peers, large, options.objects(), 4, LoadGenerator.Sent::megabytesPerSecond);
            print("27 MB objects, 4 associations", "MB/s", megabytes);
            LoadGenerator small = new LoadGenerator(options.directory().resolve("load"), 2, HALF_MEGABYTE);
            print(
                    "0.5 MB objects, 1 association",
                    "objects/s",
                    rounds(options, peers, small, options.small(), 1, LoadGenerator.Sent::objectsPerSecond));
            print(
                    "0.5 MB objects, 4 associations",
                    "objects/s",
                    rounds(options, peers, small, options.small(), 4, LoadGenerator.Sent::objectsPerSecond));
        } finally {
            for (StoragePeer peer : peers) {
                peer.close();
            }
        }
    }

    private interface Start {
        StoragePeer peer() throws IOException, InterruptedException;
    }

    private interface Figure {
        double of(LoadGenerator.Sent sent);
    }

    private static void addIfInstalled(List<StoragePeer> peers, String program, Start start)
            throws IOException, InterruptedException {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (installed) {
            peers.add(start.peer());
        } else {
            System.out.println("skipped: " + program + " is not installed");
        }
    }

    /** One uncounted round, then the counted ones, the peers in turn within each. */
    private static Map<String, double[]> rounds(
            Options options, List<StoragePeer> peers, LoadGenerator load, int objects, int associations, Figure figure)
            throws IOException, InterruptedException {
        Map<String, double[]> figures = new LinkedHashMap<>();
        for (StoragePeer peer : peers) {
            figures.put(peer.name(), new double[options.rounds()]);
        }
        for (int round = -1; round < options.rounds(); round++) {
            for (StoragePeer peer : peers) {
                List<Path> files = load.objects(objects);
                settle();
                LoadGenerator.Sent sent = load.send(files, associations, peer.aeTitle(), peer.port());
                if (round >= 0) {
                    figures.get(peer.name())[round] = figure.of(sent);
                }
            }
        }
        return figures;
    }

    /** What the last round left in the page cache is not written during the next one. */
    private static void settle() throws IOException, InterruptedException {
        new ProcessBuilder("sync").start().waitFor();
    }

    private static void print(String title, String unit, Map<String, double[]> figures) {
        double[] ours = figures.get("mammoclip");
        System.out.printf(Locale.ROOT, "%n%s (%s: minimum, median, maximum)%n", title, unit);
        figures.forEach((name, values) -> {
            double[] ratios = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                ratios[i] = ours[i] / values[i];
            }
            System.out.printf(
                    Locale.ROOT,
                    "  %-10s %8.1f %8.1f %8.1f   ours/%s, round by round: median %.2f%n",
                    name,
                    sorted(values)[0],
                    median(values),
                    sorted(values)[values.length - 1],
                    name,
                    median(ratios));
        });
    }

    private static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    private static double median(double[] values) {
        double[] copy = sorted(values);
        int middle = copy.length / 2;
        return copy.length % 2 == 1 ? copy[middle] : (copy[middle - 1] + copy[middle]) / 2;
    }

    /** 64 associations of 27 MB objects at once into a worker whose heap cannot grow beyond 512 MB. */
    private static void flood(Path directory) throws IOException, InterruptedException {
        try (StoragePeer worker = StoragePeer.worker(directory, "-Xmx512m")) {
            LoadGenerator load = new LoadGenerator(directory.resolve("load"), 3, SyntheticExam.FULL_FIELD);
            LoadGenerator.Sent sent = load.send(load.objects(64), 64, worker.aeTitle(), worker.port());
            System.out.printf(
                    Locale.ROOT,
                    "64 associations of 27 MB objects with -Xmx512m: all %d stored, %.1f MB/s%n",
                    sent.objects(),
                    sent.megabytesPerSecond());
        }
    }

    /** The command line. */
    private record Options(int rounds, int objects, int small, boolean flood, Path directory) {
        static Options parse(String[] arguments) {
            int rounds = 5;
            int objects = 24;
            int small = 200;
            boolean flood = false;
            Path directory = Path.of("target/bench/ingest");
            for (int i = 0; i < arguments.length; i++) {
                switch (arguments[i]) {
                    case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
                    case "--objects" -> objects = Integer.parseInt(arguments[++i]);
                    case "--small" -> small = Integer.parseInt(arguments[++i]);
                    case "--flood" -> flood = true;
                    default -> directory = Path.of(arguments[i]);
                }
            }
            return new Options(rounds, objects, small, flood, directory);
        }
    }
}
