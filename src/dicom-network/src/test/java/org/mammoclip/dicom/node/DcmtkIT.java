package org.mammoclip.dicom.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.Vr;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.InstanceReceiver;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreRequest;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.file.FileMeta;
import org.mammoclip.dicom.file.Implementation;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Writer;
import org.mammoclip.dicom.file.TransferSyntax;

/** C-ECHO and C-STORE in both directions with DCMTK; skipped where its tools are not installed. */
@Timeout(120)
class DcmtkIT {
    private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    private static final Uid SECONDARY_CAPTURE = Uid.of("1.2.840.10008.5.1.4.1.1.7");
    private static final Uid INSTANCE = Uid.of("2.25.12345");
    private static final AeTitle US = new AeTitle("MAMMOCLIP");
    private static final AeTitle PEER = new AeTitle("DCMTK");

    @TempDir
    private Path directory;

    private final EmbeddedDimseProvider provider = new EmbeddedDimseProvider();

    @BeforeAll
    static void needsDcmtk() {
        for (String tool : List.of("echoscu", "storescu", "storescp")) {
            boolean found = Arrays.stream(
                            System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            assumeTrue(found, "DCMTK's " + tool + " is not installed (Debian package dcmtk)");
        }
    }

    private Path object() throws IOException {
        DataSet dataSet = DataSet.builder()
                .uid(Tag.SOPClassUID, SECONDARY_CAPTURE)
                .uid(Tag.SOPInstanceUID, INSTANCE)
                .uid(Tag.StudyInstanceUID, Uid.of("2.25.1"))
                .uid(Tag.SeriesInstanceUID, Uid.of("2.25.2"))
                .text(Tag.PatientID, "TEST-1")
                .integers(Tag.Rows, 512)
                .integers(Tag.Columns, 512)
                .binary(Tag.PixelData, Vr.OW, new byte[512 * 512 * 2])
                .build();
        Path file = directory.resolve("object.dcm");
        Part10Writer.write(
                file,
                new Part10File(
                        FileMeta.of(SECONDARY_CAPTURE, INSTANCE, SYNTAX, Implementation.MAMMOCLIP), SYNTAX, dataSet));
        return file;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private DimseListener listen(InstanceReceiver receiver) throws IOException {
        return provider.listen(
                ListenerConfig.of(
                        US, InetAddress.getLoopbackAddress(), 0, Map.of(SECONDARY_CAPTURE, Set.of(SYNTAX.uid()))),
                receiver);
    }

    @Test
    void answersEchoscuAndRejectsItForAnotherTitle() throws Exception {
        try (DimseListener listener = listen((request, data) -> StoreStatus.SUCCESS)) {
            String port = String.valueOf(listener.port());
            assertThat(run("echoscu", "-aec", "MAMMOCLIP", "127.0.0.1", port)).isZero();
            assertThat(run("echoscu", "-aec", "OTHER", "127.0.0.1", port)).isNotZero();
            assertThat(listener.statistics().rejectedAssociations()).isEqualTo(1);
        }
    }

    @Test
    void receivesFromStorescuAndTellsItsStatus() throws Exception {
        List<StoreRequest> requests = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        try (DimseListener listener = listen((request, data) -> {
            requests.add(request);
            lengths.add(data.readAllBytes().length);
            return requests.size() == 1 ? StoreStatus.SUCCESS : StoreStatus.outOfResources("full");
        })) {
            String port = String.valueOf(listener.port());
            String file = object().toString();
            assertThat(run("storescu", "-R", "-aet", "DCMTK", "-aec", "MAMMOCLIP", "127.0.0.1", port, file))
                    .isZero();
            assertThat(run("storescu", "-R", "-aet", "DCMTK", "-aec", "MAMMOCLIP", "127.0.0.1", port, file))
                    .isNotZero();
        }
        assertThat(requests).hasSize(2).allSatisfy(request -> {
            assertThat(request.calling()).isEqualTo(PEER);
            assertThat(request.sopInstanceUid()).isEqualTo(INSTANCE);
        });
        assertThat(lengths).allMatch(length -> length > 512 * 512 * 2);
    }

    @Test
    void storesToStorescp() throws Exception {
        Path received = Files.createDirectory(directory.resolve("received"));
        int port = freePort();
        Process storescp = new ProcessBuilder(
                        "storescp",
                        "-aet",
                        "DCMTK",
                        "-od",
                        received.toString(),
                        "--bit-preserving",
                        String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            InstanceSender sender = provider.sender(RemoteAe.of(PEER, "127.0.0.1", port), US);
            awaitEcho(sender);
            assertThat(sender.store(List.of(object()))).allMatch(SendOutcome::isAccepted);
            try (Stream<Path> files = Files.list(received)) {
                assertThat(files)
                        .singleElement()
                        .satisfies(file -> assertThat(Files.readAllBytes(file)).endsWith(new byte[512 * 512 * 2]));
            }
        } finally {
            storescp.destroy();
            assertThat(storescp.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitEcho(InstanceSender sender) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!sender.echo().isAccepted()) {
            assertThat(System.nanoTime()).as("storescp did not come up").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
