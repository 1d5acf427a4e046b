package org.mammoclip.mammoclip.evaluate.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.evaluate.SampleReports;

/** The page in headless Chromium: it asks for nothing, every plot is visible, nothing is wider than the window. */
@Timeout(300)
class ReportPageIT {
    private static final int TALL = 9000;

    @TempDir
    Path folder;

    private String page = "";

    @BeforeEach
    void writePage() throws IOException {
        assumeTrue(Browser.isInstalled(), "Chromium is not installed (Debian package chromium)");
        CasePictures.Picture picture = new CasePictures.Picture(
                picture(Color.GRAY), Optional.of(picture(Color.ORANGE)), "linear activation map");
        page = ReportPage.of(SampleReports.small(), (finding, observation) -> Optional.of(picture));
    }

    private static PngBytes picture(Color color) throws IOException {
        BufferedImage image = new BufferedImage(114, 190, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, color, 114, 190, Color.BLACK));
        graphics.fillOval(-90, 10, 190, 170);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return new PngBytes(out.toByteArray());
    }

    @Test
    void asksTheNetworkForNothing() throws Exception {
        try (RecordingServer server = RecordingServer.start(page)) {
            Browser.screenshot(server.address(), folder.resolve("page.png"), 1200, 900, server.proxyArguments());
            assertThat(server.requests()).containsExactly("GET /report.html");
        }
    }

    @Test
    void aRequestWouldBeSeen() throws Exception {
        String leaking = page.replaceFirst("<meta http-equiv[^>]*>", "")
                .replace("<main>", "<main><img src=\"http://example.org/x.png\">");
        try (RecordingServer server = RecordingServer.start(leaking)) {
            Browser.screenshot(server.address(), folder.resolve("page.png"), 1200, 900, server.proxyArguments());
            assertThat(server.requests()).contains("GET http://example.org/x.png");
        }
    }

    @Test
    void everyPlotIsDrawnInLightAndDark() throws Exception {
        for (String scheme : new String[] {"light", "dark"}) {
            check(scheme, 1200);
        }
    }

    @Test
    void fitsANarrowWindow() throws Exception {
        check("light", 500);
    }

    private void check(String scheme, int width) throws Exception {
        Map<String, int[]> places = places(width);
        for (String plot : new String[] {"roc-mass", "pr-mass", "calibration-mass", "histogram-mass", "froc-mass"}) {
            assertThat(places).containsKey(plot);
        }
        int[] document = places.remove("document");
        assertThat(document[2])
                .as("width of the document in a window of %s", width)
                .isLessThanOrEqualTo(width);
        Path file = Path.of("target", "evaluate-page-" + scheme + "-" + width + ".png");
        Path html = Files.writeString(folder.resolve("report.html"), scheme.equals("dark") ? dark(page) : page);
        Browser.screenshot(html.toUri().toString(), file, width, Math.max(document[3], TALL));
        BufferedImage shot = ImageIO.read(file.toFile());
        for (Map.Entry<String, int[]> plot : places.entrySet()) {
            int[] box = plot.getValue();
            assertThat(colourful(shot, box))
                    .as("coloured pixels of plot %s in %s at %s", plot.getKey(), scheme, width)
                    .isGreaterThan(40);
        }
    }

    /** The dark rules without asking the browser: headless Chromium always prefers light. */
    private static String dark(String page) {
        return page.replace("(prefers-color-scheme: dark)", "(min-width: 1px)");
    }

    /** Pixels with a hue: lines, bars and dots of the data, not axes and text. */
    private static int colourful(BufferedImage shot, int[] box) {
        int count = 0;
        for (int y = box[1]; y < Math.min(shot.getHeight(), box[1] + box[3]); y++) {
            for (int x = box[0]; x < Math.min(shot.getWidth(), box[0] + box[2]); x++) {
                Color color = new Color(shot.getRGB(x, y));
                int spread = Math.max(color.getRed(), Math.max(color.getGreen(), color.getBlue()))
                        - Math.min(color.getRed(), Math.min(color.getGreen(), color.getBlue()));
                count += spread > 60 ? 1 : 0;
            }
        }
        return count;
    }

    /** Where the browser put every plot: left, top, width, height; asked by a script that only this copy of the page has. */
    private Map<String, int[]> places(int width) throws Exception {
        String script = "<script>const found = {document: [0, 0, document.documentElement.scrollWidth,"
                + " document.documentElement.scrollHeight]};"
                + "for (const plot of document.querySelectorAll('svg.plot')) {const box = plot.getBoundingClientRect();"
                + "found[plot.dataset.plot] = [box.left, box.top, box.width, box.height].map(Math.round);}"
                + "document.body.innerHTML = '<pre>' + JSON.stringify(found) + '</pre>';</script>";
        String measuring = page.replaceFirst("<meta http-equiv[^>]*>", "").replace("</body>", script + "</body>");
        Path html = Files.writeString(folder.resolve("measuring.html"), measuring);
        String document = Browser.document(html.toUri().toString(), width);
        String json = document.substring(document.indexOf("<pre>") + 5, document.indexOf("</pre>"));
        Map<String, int[]> places = new HashMap<>();
        JsonNode found = new ObjectMapper().readTree(json);
        found.fieldNames().forEachRemaining(name -> {
            int[] box = new int[4];
            for (int i = 0; i < 4; i++) {
                box[i] = found.get(name).get(i).asInt();
            }
            places.put(name, box);
        });
        return places;
    }
}
