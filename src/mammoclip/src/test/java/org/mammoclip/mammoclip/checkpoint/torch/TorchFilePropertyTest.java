package org.mammoclip.mammoclip.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.mammoclip.mammoclip.golden.SampleCheckpoints;

/** Sample files with bytes changed, moved or cut, and random pickles: a value or an {@link IOException}, never anything else. */
class TorchFilePropertyTest {
    private static final List<String> SAMPLES = List.of(
            "clip-tiny-zip.tar",
            "clip-tiny-legacy.tar",
            "clip-tiny-torch2-entries-zip.tar",
            "kinds-zip.pth",
            "kinds-legacy.pth",
            "attr_embs_tiny.pth");

    private static Path file;

    @BeforeContainer
    static void create() throws IOException {
        file = Files.createTempFile("mutated", ".pth");
    }

    @AfterContainer
    static void delete() throws IOException {
        Files.delete(file);
    }

    /** A byte at a place (fraction of the length) becomes another. */
    record Change(double place, byte value) {}

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(Arbitraries.doubles().between(0, 1), Arbitraries.bytes())
                .as(Change::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> samples() {
        return Arbitraries.of(SAMPLES);
    }

    @Property(tries = 3000)
    void aChangedFileIsReadOrRefused(@ForAll("samples") String sample, @ForAll("changes") List<Change> changes)
            throws IOException {
        byte[] content = Files.readAllBytes(SampleCheckpoints.path(sample));
        for (Change change : changes) {
            content[(int) (change.place() * (content.length - 1))] = change.value();
        }
        assertReadOrRefused(content);
    }

    /** Instructions and small operands only, so that most of the machine is reached. */
    @Provide
    Arbitrary<List<Integer>> pickles() {
        int[] instructions = {
            '(', ')', ']', '}', 'N', 'K', 1, 'q', 0, 'h', 0, 't', 'l', 'd', 'a', 'e', 's', 'u', 'R', 'b', '0', '1', '2',
            0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8F, 0x90, 0x91, 0x92, 0x93, 0x94, 'Q', 'o', '.'
        };
        return Arbitraries.integers()
                .between(0, instructions.length - 1)
                .map(i -> instructions[i])
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    @Property(tries = 3000)
    void aRandomPickleIsReadOrRefused(@ForAll("pickles") List<Integer> instructions) throws IOException {
        PickleWriter pickle = new PickleWriter()
                .global("torch._utils", "_rebuild_tensor_v2")
                .raw('q', 0)
                .global("numpy.core.multiarray", "_reconstruct");
        instructions.forEach(pickle::raw);
        assertReadOrRefused(pickle.end());
    }

    private static void assertReadOrRefused(byte[] content) throws IOException {
        Files.write(file, content);
        try (TorchFile torch = TorchFile.open(file)) {
            if (torch.root() instanceof Dictionary root && root.at("model").orElse(root) instanceof Dictionary model) {
                for (PickledValue value : model.entries().values()) {
                    if (value instanceof TorchTensor tensor) {
                        assertThat(torch.floats(tensor).remaining()).isEqualTo(Float.BYTES * (int) tensor.elements());
                    }
                }
            }
        } catch (IOException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }
}
