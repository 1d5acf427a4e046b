package org.mammoclip.mammoclip.evaluate.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.data.check.CheckOrigin;
import org.mammoclip.mammoclip.data.check.DataCheck;
import org.mammoclip.mammoclip.data.check.DataPage;
import org.mammoclip.mammoclip.data.check.DataPictures;
import org.mammoclip.mammoclip.data.check.ImageFact;
import org.mammoclip.mammoclip.data.check.ImageName;
import org.mammoclip.mammoclip.data.check.TableReading;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;

/** The page of a data check in headless Chromium: it asks for nothing, and nothing is wider than the window. */
@Timeout(300)
class DataPageIT {
    private static final String VINDR =
            "patient_id,image_id,laterality,view,breast_birads,breast_density,finding_categories,split,fold\n"
                    + "1,a,L,CC,BI-RADS 4,DENSITY B,['Mass'],training,1\n"
                    + "1,b,L,MLO,BI-RADS 4,DENSITY C,['Mass'],training,1\n"
                    + "2,c,R,CC,BI-RADS 1,DENSITY C,['No Finding'],test,0\n";
    private static final String REPORTS = "patient_id,AGE,FINDINGS,IMPRESSION,image_id,fold,view,laterality\n"
            + "1,61,there is a mass here,recall is recommended now,a.png,0,CC,L\n"
            + "2,49,nothing is to be seen,no finding,2.25.1234567890123456789012345678901234567890,1,CC,R\n";

    @TempDir
    Path folder;

    private String page = "";

    @BeforeEach
    void writePage() throws IOException {
        assumeTrue(Browser.isInstalled(), "Chromium is not installed (Debian package chromium)");
        DataCheck check = new DataCheck(List.of(
                TableReading.read(CsvTable.of("vindr.csv", VINDR.getBytes(StandardCharsets.UTF_8))),
                TableReading.read(CsvTable.of("reports.csv", REPORTS.getBytes(StandardCharsets.UTF_8)))));
        for (ImageName image : check.images()) {
            check.found(
                    image,
                    new ImageFact.Usable(
                            "DICOM", 4096, 3328, new ImageFact.PixelDigest(1, 1), Set.of("GLUED_REGIONS")));
        }
        DataPictures.Row row = new DataPictures.Row(
                "patient 1",
                IntStream.range(0, 6)
                        .mapToObj(i -> new DataPictures.Shot(picture(), "2.25.1234567890123456789012345678" + i))
                        .toList());
        page = DataPage.of(
                check.figures(),
                new DataPictures(List.of(row), List.of(row), List.of(row)),
                new CheckOrigin(
                        "Data check", List.of("mammoclip", "data", "check"), "1", Instant.EPOCH, List.of("a note")));
    }

    private static PngBytes picture() {
        BufferedImage image = new BufferedImage(114, 190, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.LIGHT_GRAY);
        graphics.fillOval(-90, 10, 190, 170);
        graphics.dispose();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return new PngBytes(out.toByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void asksTheNetworkForNothing() throws Exception {
        try (RecordingServer server = RecordingServer.start(page)) {
            Path shot = Path.of("target", "data-page.png");
            Browser.screenshot(server.address(), shot, 1200, 3000, server.proxyArguments());
            assertThat(server.requests()).containsExactly("GET /report.html");
            assertThat(ImageIO.read(shot.toFile()).getWidth()).isEqualTo(1200);
        }
    }

    @Test
    void isAsWideAsTheWindowAndShowsEveryPicture() throws Exception {
        String script = "<script>document.body.innerHTML = '<pre>' + document.documentElement.scrollWidth + ' '"
                + " + [...document.images].filter(image => image.width > 60 && image.complete).length + '</pre>';</script>";
        String measuring = page.replaceFirst("<meta http-equiv[^>]*>", "").replace("</body>", script + "</body>");
        Path html = Files.writeString(folder.resolve("measuring.html"), measuring);
        for (int width : new int[] {500, 1200}) {
            String document = Browser.document(html.toUri().toString(), width);
            String[] found = document.substring(document.indexOf("<pre>") + 5, document.indexOf("</pre>"))
                    .split(" ");
            assertThat(Integer.parseInt(found[0])).isLessThanOrEqualTo(width);
            assertThat(found[1]).isEqualTo("18");
        }
    }
}
