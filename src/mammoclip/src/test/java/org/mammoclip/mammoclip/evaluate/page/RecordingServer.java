package org.mammoclip.mammoclip.evaluate.page;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves one page, and is the proxy for everything else the browser may ask for: nothing passes unseen, nothing gets out. */
final class RecordingServer implements AutoCloseable {
    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private RecordingServer(HttpServer server) {
        this.server = server;
    }

    static RecordingServer start(String page) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        RecordingServer recording = new RecordingServer(server);
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            String target = exchange.getRequestURI().toString();
            recording.requests.add(exchange.getRequestMethod() + " " + target);
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            boolean known = target.equals("/report.html");
            exchange.sendResponseHeaders(known ? 200 : 404, known ? bytes.length : -1);
            if (known) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        server.start();
        return recording;
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String address() {
        return "http://" + host() + "/report.html";
    }

    /** Other hosts are asked through this server. */
    String[] proxyArguments() {
        return new String[] {"--proxy-server=http://" + host()};
    }

    /** What was asked for, without what Chromium asks its maker for by itself (time and component updates). */
    List<String> requests() {
        return requests.stream()
                .filter(request ->
                        !request.matches("\\S+ (http://)?[a-z0-9.-]+\\.(google|googleapis|gvt1)\\.com[:/].*"))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
