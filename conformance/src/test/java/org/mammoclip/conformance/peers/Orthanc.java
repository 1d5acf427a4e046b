package org.mammoclip.conformance.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.mammoclip.dicom.web.Authentication;
import org.mammoclip.dicom.web.WebEndpoint;

/**
 * Orthanc with its DICOMweb plug-in as the PACS, on free ports of loopback. It knows the worker's AE title and that of
 * DCMTK and refuses all others, and it wants credentials over HTTP. Stopping keeps data and ports.
 */
public final class Orthanc implements AutoCloseable {
    public static final String AE_TITLE = "TESTPACS";

    private static final Path PLUGIN = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");
    private static final String USER = "triage";
    private static final String PASSWORD = "a test's password";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Path program;
    private final int httpPort;
    private final int dicomPort;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Process> running = new ArrayList<>();

    private Orthanc(Path directory, Path program, int httpPort, int dicomPort) {
        this.directory = directory;
        this.program = program;
        this.httpPort = httpPort;
        this.dicomPort = dicomPort;
    }

    /** Configures and starts it; skips the test if it is not installed. */
    public static Orthanc start(Path directory) throws IOException, InterruptedException {
        Orthanc orthanc = configure(directory);
        orthanc.start();
        return orthanc;
    }

    /** Configures without starting. */
    public static Orthanc configure(Path directory) throws IOException {
        Path program = Program.required("Orthanc", "orthanc");
        Assumptions.assumeTrue(Files.exists(PLUGIN), "the DICOMweb plug-in (orthanc-dicomweb) is not installed");
        Files.createDirectories(directory);
        Orthanc orthanc = new Orthanc(directory, program, FreePort.find(), FreePort.find());
        Files.writeString(directory.resolve("password"), PASSWORD);
        Files.writeString(directory.resolve("orthanc.json"), """
                {
                  "Name": "PACS peer for tests",
                  "StorageDirectory": "db", "IndexDirectory": "db", "Plugins": ["%s"],
                  "HttpPort": %d, "RemoteAccessAllowed": false, "AuthenticationEnabled": true,
                  "RegisteredUsers": { "%s": "%s" }, "HttpDescribeErrors": true,
                  "OverwriteInstances": false, "StableAge": 3,
                  "DicomServerEnabled": true, "DicomPort": %d, "DicomAet": "%s", "DicomCheckCalledAet": true,
                  "DicomAlwaysAllowEcho": true, "DicomAlwaysAllowStore": false, "DicomAlwaysAllowFind": false,
                  "DicomAlwaysAllowGet": false, "DicomAlwaysAllowMove": false, "DicomCheckModalityHost": true,
                  "UnknownSopClassAccepted": false, "TranscodeDicomProtocol": false, "MaximumPduLength": 131072,
                  "DefaultEncoding": "Utf8", "SaveJobs": false,
                  "DicomModalities": {
                    "worker": { "AET": "MAMMOCLIP", "Host": "127.0.0.1", "Port": 11112, "AllowEcho": true, "AllowStore": true },
                    "dcmtk": { "AET": "%s", "Host": "127.0.0.1", "Port": 11113, "AllowEcho": true, "AllowStore": true }
                  },
                  "DicomWeb": { "Enable": true, "Root": "/dicom-web/", "EnableWado": true, "WadoRoot": "/wado",
                    "Ssl": false, "StudiesMetadata": "Full", "SeriesMetadata": "Full" }
                }
                """.formatted(
                        PLUGIN, orthanc.httpPort, USER, PASSWORD, orthanc.dicomPort, AE_TITLE, Dcmtk.AE_TITLE));
        return orthanc;
    }

    /** Starts it, or starts it again on the same data and ports, and waits until it answers. */
    public void start() throws IOException, InterruptedException {
        running.add(new ProcessBuilder(program.toString(), "orthanc.json")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("orthanc.log").toFile()))
                .start());
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try {
                if (get("/system").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("Orthanc does not answer; log in " + directory, e);
                }
            }
            Thread.sleep(100);
        }
    }

    /** Stops it: to its clients the PACS is down. */
    public void stop() throws InterruptedException {
        for (Process process : running) {
            process.destroy();
            process.waitFor();
        }
        running.clear();
    }

    public int dicomPort() {
        return dicomPort;
    }

    /** The DICOMweb base. */
    public URI dicomWeb() {
        return URI.create("http://127.0.0.1:" + httpPort + "/dicom-web");
    }

    public String user() {
        return USER;
    }

    public Path passwordFile() {
        return directory.resolve("password");
    }

    /** The DICOMweb service with its credentials. */
    public WebEndpoint endpoint() {
        return WebEndpoint.of(dicomWeb(), new Authentication.Basic(USER, passwordFile()));
    }

    /** An object that Orthanc holds. */
    public record Held(String orthancId, String sopInstanceUid, String sopClassUid, String modality) {}

    /** What it holds of a study. */
    public List<Held> instances(String studyInstanceUid) throws IOException, InterruptedException {
        String query = JSON.createObjectNode()
                .put("Level", "Instance")
                .put("Expand", false)
                .set("Query", JSON.createObjectNode().put("StudyInstanceUID", studyInstanceUid))
                .toString();
        HttpResponse<byte[]> response = send(builder("/tools/find")
                .POST(HttpRequest.BodyPublishers.ofString(query))
                .build());
        List<Held> held = new ArrayList<>();
        for (JsonNode id : JSON.readTree(response.body())) {
            JsonNode tags = JSON.readTree(
                    get("/instances/" + id.asText() + "/simplified-tags").body());
            held.add(new Held(
                    id.asText(),
                    tags.path("SOPInstanceUID").asText(),
                    tags.path("SOPClassUID").asText(),
                    tags.path("Modality").asText()));
        }
        return held;
    }

    /** The Part 10 file of an object. */
    public byte[] file(Held held) throws IOException, InterruptedException {
        return get("/instances/" + held.orthancId() + "/file").body();
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return send(builder(path).GET().build());
    }

    private HttpRequest.Builder builder(String path) {
        String pair = USER + ":" + PASSWORD;
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(Duration.ofSeconds(30))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        running.forEach(Process::destroyForcibly);
    }
}
