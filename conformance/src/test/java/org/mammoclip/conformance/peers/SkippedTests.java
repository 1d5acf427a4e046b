package org.mammoclip.conformance.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Prints, at the end of the build, how many tests ran in which module and which were skipped for what reason. */
public final class SkippedTests {
    private SkippedTests() {}

    /** Tests of one module. */
    private static final class Counts {
        int run;
        /** How often a test was skipped for a reason. */
        final Map<String, Integer> skipped = new TreeMap<>();

        int skips() {
            return skipped.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * @param arguments the root folder of the project
     */
    public static void main(String[] arguments) throws Exception {
        System.out.print(summary(Path.of(arguments[0]).toAbsolutePath().normalize()));
    }

    static String summary(Path root) throws IOException, ParserConfigurationException, SAXException {
        Map<String, Counts> modules = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root, 6)) {
            for (Path file : files.filter(SkippedTests::isReport).sorted().toList()) {
                Path module = root.relativize(file.getParent().getParent().getParent());
                add(modules.computeIfAbsent(module.toString(), m -> new Counts()), file);
            }
        }
        StringBuilder text = new StringBuilder("\nTests run and skipped\n");
        int skipped = 0;
        for (Map.Entry<String, Counts> module : modules.entrySet()) {
            Counts counts = module.getValue();
            text.append(String.format("  %-20s %5d run, %d skipped%n", module.getKey(), counts.run, counts.skips()));
            counts.skipped.forEach((reason, times) -> text.append("    skipped: ")
                    .append(times > 1 ? times + " times " : "")
                    .append(reason)
                    .append('\n'));
            skipped += counts.skips();
        }
        return text.append(skipped == 0 ? "  no test was skipped\n" : "  " + skipped + " tests were skipped in all\n")
                .toString();
    }

    private static boolean isReport(Path file) {
        return file.getFileName().toString().matches("TEST-.*\\.xml")
                && file.getParent().getFileName().toString().matches("(surefire|failsafe)-reports");
    }

    private static void add(Counts counts, Path report) throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Document document = factory.newDocumentBuilder().parse(report.toFile());
        NodeList cases = document.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            NodeList skips = test.getElementsByTagName("skipped");
            if (skips.getLength() == 0) {
                counts.run++;
            } else {
                String name = test.getAttribute("classname").replaceAll(".*\\.", "") + "."
                        + test.getAttribute("name").replaceAll("\\[.*", "");
                counts.skipped.merge(name + ": " + reason((Element) skips.item(0)), 1, Integer::sum);
            }
        }
    }

    private static String reason(Element skipped) {
        String attribute = skipped.getAttribute("message");
        String text = attribute.isEmpty() ? skipped.getTextContent().strip() : attribute;
        String line = text.lines().findFirst().orElse("");
        return line.isEmpty()
                ? "no reason given"
                : line.replaceFirst("^(\\S*TestAbortedException: )?Assumption failed: ", "");
    }
}
