package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The table of capabilities names tests and commands that there are. */
class CapabilitiesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private static List<Matcher> rows() throws IOException {
        List<Matcher> rows = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("src/mammoclip/capabilities.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Test classes of all modules by simple name, with their source. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new HashMap<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                return Set.of("target", ".git", "main").contains(name) && !folder.equals(ROOT)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith("Test.java") || name.endsWith("IT.java")) {
                    tests.put(name.replace(".java", ""), Files.readString(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return tests;
    }

    @Test
    void everyCapabilityHasARowWithATest() throws Exception {
        assertThat(rows().stream().map(row -> Integer.valueOf(row.group(1))))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 32).boxed().toList());
        Map<String, String> tests = tests();
        for (Matcher row : rows()) {
            Matcher quoted = QUOTED.matcher(row.group(3));
            int found = 0;
            while (quoted.find()) {
                String name = quoted.group(1);
                if (name.startsWith("mammoclip ")) {
                    assertCommand(name);
                } else {
                    assertThat(tests).as("row " + row.group(1)).containsKey(name);
                    assertThat(tests.get(name)).as(name).containsAnyOf("@Test", "@Property", "@ParameterizedTest");
                    found++;
                }
            }
            assertThat(found).as("tests of row " + row.group(1)).isPositive();
        }
    }

    private static void assertCommand(String line) {
        CommandLine command = new CommandLine(new Main());
        for (String word : line.substring("mammoclip ".length()).split(" ")) {
            if (word.startsWith("--")) {
                assertThat(command.getCommandSpec().findOption(word)).as(line).isNotNull();
            } else {
                assertThat(command.getSubcommands()).as(line).containsKey(word);
                command = command.getSubcommands().get(word);
            }
        }
    }
}
