package org.mammoclip.mammoclip.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.mammoclip.golden.SampleCheckpoints;

/** Files that want to harm: each is refused with a sentence that says what is wrong, and nothing of it happens. */
class HostileTorchFileTest {
    @TempDir
    private Path folder;

    private Path zip(byte[] pickle) throws IOException {
        Path file = folder.resolve("hostile.tar");
        try (TorchZipWriter zip = new TorchZipWriter(file, "hostile")) {
            zip.entry("data.pkl", pickle);
            zip.entry("data/0", new byte[24]);
        }
        return file;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Path file) {
        return assertThatThrownBy(() -> TorchFile.open(file))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageStartingWith(file.getFileName() + ": ");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] pickle) throws IOException {
        return assertRefused(zip(pickle));
    }

    /** The classic: loading it in Python runs the command. Here the file that it would create does not appear. */
    @ParameterizedTest
    @CsvSource({
        "os, system",
        "posix, system",
        "subprocess, Popen",
        "builtins, eval",
        "__builtin__, exec",
        "builtins, getattr",
        "builtins, __import__",
        "runpy, run_path",
        "shutil, rmtree",
        "importlib, import_module",
        "torch.hub, load",
        "torch.storage, _load_from_bytes",
        "operator, attrgetter",
        "nt, system",
        "os.path, join",
        "types, CodeType",
        "torch.serialization, os.system",
        "torch.nn, Module.__init__.__globals__"
    })
    void aCallOfDangerousCodeIsRefusedAndNotMade(String module, String name) throws IOException {
        Path trace = folder.resolve("executed");
        byte[] pickle = new PickleWriter()
                .global(module, name)
                .mark()
                .text("touch " + trace)
                .call()
                .end();
        assertRefused(pickle)
                .hasMessageContaining("names " + module + "." + name)
                .hasMessageContaining("Nothing was run here");
        assertThat(trace).doesNotExist();
    }

    @Test
    void dangerousCodeIsFoundInEveryWayOfNamingItAndInLegacyFiles() throws IOException {
        byte[] stack = new PickleWriter().text("os").text("system").raw(0x93).end();
        assertRefused(stack).hasMessageContaining("names os.system");
        byte[] inst = new PickleWriter()
                .mark()
                .text("ls")
                .raw('i')
                .raw("os\nsystem\n".getBytes(StandardCharsets.UTF_8))
                .end();
        assertRefused(inst).hasMessageContaining("names os.system");
        byte[] legacy = Files.readAllBytes(SampleCheckpoints.path("kinds-legacy.pth"));
        byte[] name = "ccollections\nOrderedDict\n".getBytes(StandardCharsets.UTF_8);
        int at = indexOf(legacy, name);
        byte[] evil = "cos\nsystem\n".getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(evil, name.length);
        Arrays.fill(padded, evil.length, name.length, (byte) 'N');
        System.arraycopy(padded, 0, legacy, at, padded.length);
        assertRefused(Files.write(folder.resolve("legacy.pth"), legacy)).hasMessageContaining("names os.system");
    }

    private static int indexOf(byte[] content, byte[] part) {
        return new String(content, StandardCharsets.ISO_8859_1).indexOf(new String(part, StandardCharsets.ISO_8859_1));
    }

    /** Even a class of this program is a word in the file and nothing more: it is neither looked up nor loaded. */
    @Test
    void anUnknownClassIsAnOpaqueValueWhateverIsDoneWithIt() throws IOException {
        byte[] pickle = new PickleWriter()
                .global("org.mammoclip.mammoclip.checkpoint.torch", "HostileTorchFileTest$Trap")
                .mark()
                .text("argument")
                .call()
                .raw('}', 'b')
                .mark()
                .text("item")
                .raw('e')
                .mark()
                .text("key")
                .text("value")
                .raw('u')
                .end();
        try (TorchFile file = TorchFile.open(zip(pickle))) {
            assertThat(file.root())
                    .isEqualTo(new PickledValue.Opaque(
                            "org.mammoclip.mammoclip.checkpoint.torch.HostileTorchFileTest$Trap"));
        }
    }

    /** Loading this class would fail the test. */
    static final class Trap {
        static {
            fail();
        }

        private static void fail() {
            throw new AssertionError("a class named by a file was loaded");
        }
    }

    @Test
    void controlCharactersOfNamesDoNotReachTheMessage() throws IOException {
        assertRefused(new PickleWriter()
                        .global("os\u001b[31m", "x\ty")
                        .global("os", "a\rb")
                        .end())
                .hasMessageContaining("names os.a?b");
    }

    /** Each of these would be fine for a careless reader and end it. */
    @Test
    void impossibleTensorsAreRefused() throws IOException {
        assertTensor(6, 0, new long[] {2, 3}, new long[] {3, 1}).isNull();
        for (long[][] bad : new long[][][] {
            {{5}, {0}, {2, 3}, {3, 1}},
            {{6}, {1}, {2, 3}, {3, 1}},
            {{6}, {-1}, {2, 3}, {3, 1}},
            {{6}, {0}, {-2, 3}, {3, 1}},
            {{6}, {0}, {2, 3}, {-3, 1}},
            {{6}, {0}, {2, 3}, {3}},
            {{6}, {0}, {1L << 40, 1L << 40}, {0, 0}},
            {{6}, {0}, {1L << 32}, {0}},
            {{6}, {0}, {2, 2}, {Long.MAX_VALUE, 1}},
            {{6}, {Long.MAX_VALUE}, {2}, {1}},
            {{-6}, {0}, {2}, {1}},
            {{1L << 60}, {0}, {2}, {1}},
            {{6}, {0}, new long[17], new long[17]},
        }) {
            assertTensor(bad[0][0], bad[1][0], bad[2], bad[3])
                    .as(Arrays.deepToString(bad))
                    .isInstanceOf(CheckpointFormatException.class);
        }
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertTensor(
            long count, long offset, long[] shape, long[] stride) throws IOException {
        Path file = zip(new PickleWriter()
                .view("Float", "0", count, offset, shape, stride)
                .end());
        return assertThat(catchThrowable(() -> TorchFile.open(file).close()));
    }

    @Test
    void aStorageOfAnotherSizeOrTypeOrNoneIsRefused() throws IOException {
        assertRefused(new PickleWriter().tensor("Double", "0", 2, 3).end())
                .hasMessageContaining("entry hostile/data/0 has 24 bytes, the pickle says 48");
        assertRefused(new PickleWriter().tensor("Float", "1", 2, 3).end())
                .hasMessageContaining("storage 1 is missing from the archive");
        assertRefused(new PickleWriter()
                        .tensor("Float", "../../../etc/passwd", 2, 3)
                        .end())
                .hasMessageContaining("storage ../../../etc/passwd is missing from the archive");
        assertRefused(new PickleWriter().tensor("ComplexFloat", "0", 3).end())
                .hasMessageContaining("a storage of type torch.ComplexFloatStorage; read are [float64, float32");
        PickleWriter twice = new PickleWriter().tensor("Float", "0", 6).tensor("Int", "0", 6);
        assertRefused(twice.end()).hasMessageContaining("storage 0 is named with two types or sizes");
    }

    /** Thirty levels of pairs of the same pair: a thousand million values in a hundred bytes. */
    @Test
    void aMemoBombStaysSmall() throws IOException {
        PickleWriter bomb = new PickleWriter().raw(')');
        for (int level = 0; level < 1000; level++) {
            bomb.raw('2', 0x86, 'q', 0, '0', 'h', 0);
        }
        try (TorchFile file = TorchFile.open(zip(bomb.end()))) {
            assertThat(((Sequence) file.root()).items()).hasSize(2);
        }
    }

    @Test
    void aBombOfCopiesIsRefused() throws IOException {
        PickleWriter lists = new PickleWriter().raw(']', '(');
        for (int i = 0; i < 10_000; i++) {
            lists.raw('N');
        }
        lists.raw('e', 'q', 0, '0');
        for (int i = 0; i < 10_000; i++) {
            lists.global("builtins", "set").raw('h', 0, 0x85, 'R');
        }
        assertRefused(lists.end()).hasMessageContaining("copies of more than");
        PickleWriter bytes = new PickleWriter().text("x".repeat(1 << 20)).raw('q', 0, '0');
        for (int i = 0; i < 100; i++) {
            bytes.global("_codecs", "encode").raw('h', 0).text("latin1").raw(0x86, 'R');
        }
        assertRefused(bytes.end()).hasMessageContaining("copies of more than");
    }

    @Test
    void deepNestingIsReadAndTooManyInstructionsAreNot() throws IOException {
        byte[] deep = new byte[400_000];
        Arrays.fill(deep, (byte) ']');
        byte[] close = new byte[399_999];
        Arrays.fill(close, (byte) 'a');
        TorchFile.open(zip(new PickleWriter().raw(deep).raw(close).end())).close();
        byte[] endless = new byte[Unpickler.MAX_STEPS + 1];
        Arrays.fill(endless, (byte) '}');
        assertRefused(new PickleWriter().raw(endless).end()).hasMessageContaining("more than 1000000 instructions");
        byte[] marks = new byte[Unpickler.MAX_STEPS + 1];
        Arrays.fill(marks, (byte) '(');
        assertRefused(new PickleWriter().raw(marks).end()).hasMessageContaining("more than 1000000 instructions");
    }

    /** Texts of equal hash must not make a dictionary slow: "Aa" and "BB" hash alike, and so do all their sequences. */
    @Test
    void keysOfEqualHashAreNotSlow() throws IOException {
        PickleWriter pickle = new PickleWriter().raw('}', '(');
        for (int i = 0; i < 1 << 17; i++) {
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < 17; bit++) {
                key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            pickle.text(key.toString()).raw('N');
        }
        long start = System.nanoTime();
        try (TorchFile file = TorchFile.open(zip(pickle.raw('u').end()))) {
            assertThat(((Dictionary) file.root()).entries()).hasSize(1 << 17);
        }
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(30);
    }

    /** Names joined from two texts that the pickle holds once: 4 bytes of file for each new copy of 2 MiB. */
    @Test
    void aBombOfNamesIsRefused() throws IOException {
        PickleWriter names = new PickleWriter().text("m".repeat(1 << 20)).raw('q', 0, '0');
        for (int i = 0; i < 100_000; i++) {
            names.raw('h', 0, 'h', 0, 0x93);
        }
        assertRefused(names.end()).hasMessageContaining("a name of more than 2048 characters");
        byte[] longest =
                new PickleWriter().text("m").text("n".repeat(2047)).raw(0x93).end();
        TorchFile.open(zip(longest)).close();
        byte[] longer =
                new PickleWriter().text("m").text("n".repeat(2048)).raw(0x93).end();
        assertRefused(longer).hasMessageContaining("a name of more than 2048 characters");
    }

    /** Two equal texts of megabytes: to put one where the other is a key compares all of both. */
    @Test
    void aBombOfLongKeysIsRefused() throws IOException {
        String key = "k".repeat(8 << 20);
        PickleWriter puts = new PickleWriter().raw('}').text(key).raw('N', 's');
        puts.text(key).raw('q', 0, '0');
        for (int i = 0; i < 200_000; i++) {
            puts.raw('h', 0, 'N', 's');
        }
        assertRefused(puts.end()).hasMessageContaining("keys that are as long");
        PickleWriter copies = new PickleWriter().raw('}').text(key).raw('N', 's', 'q', 0, '0');
        for (int i = 0; i < 100; i++) {
            copies.global("collections", "OrderedDict").raw('h', 0, 0x85, 'R');
        }
        assertRefused(copies.end()).hasMessageContaining("keys that are as long");
    }

    @Test
    void aStorageWithALongKeyIsRefused() throws IOException {
        String key = "0".repeat(257);
        assertRefused(new PickleWriter().storage("Float", key, 6).end())
                .hasMessageContaining("a storage whose key has 257 characters");
        assertRefused(new PickleWriter().storage("Float", key.substring(1), 6).end())
                .hasMessageContaining("is missing from the archive");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                '0', '1', '2', 'R', 'b', 'Q', 'a', 'e', 's', 'u', 't', 0x85, 0x87, 0x81, 0x92, 0x93, 'o', 'q', 'h', 'V',
                'S', 'P', 0x82, 0x97, 0xFF
            })
    void anInstructionWithoutItsValuesIsRefused(int instruction) throws IOException {
        assertRefused(new PickleWriter().raw(instruction, 0, 0, 0, 0).end());
        assertRefused(new PickleWriter().raw('(', instruction, 0, 0, 0, 0).end());
        assertRefused(new PickleWriter().raw(instruction).bytes());
    }

    @Test
    void lengthsBeyondTheFileTakeNoMemory() throws IOException {
        for (int instruction : new int[] {'X', 'T', 'B', 0x8B}) {
            assertRefused(
                    new PickleWriter().raw(instruction, 0xFF, 0xFF, 0xFF, 0x7F).end());
        }
        for (int instruction : new int[] {0x8D, 0x8E, 0x96}) {
            assertRefused(new PickleWriter()
                            .raw(instruction, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)
                            .end())
                    .hasMessageContaining("ends in the middle of a value");
        }
        assertRefused(new PickleWriter().raw('X', 2, 0, 0, 0, 0xC3, 0x28).end()).hasMessageContaining("not UTF-8");
    }

    @Test
    void aCompressedOrEncryptedEntryIsRefusedUnread() throws IOException {
        Path bomb = folder.resolve("bomb.tar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("bomb/data.pkl"));
            zip.write(new byte[10_000_000]);
            zip.closeEntry();
        }
        assertRefused(bomb).hasMessageContaining("bomb/data.pkl of the zip archive is compressed");
    }

    private Path changedZip(Consumer<ByteBuffer> change) throws IOException {
        byte[] content = Files.readAllBytes(
                zip(new PickleWriter().tensor("Float", "0", 6).end()));
        change.accept(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN));
        return Files.write(folder.resolve("changed.tar"), content);
    }

    private static int directory(ByteBuffer zip) {
        return (int) zip.getLong(zip.capacity() - 98 + 48);
    }

    @Test
    void aDamagedZipDirectoryIsRefused() throws IOException {
        int last = 46 + "hostile/data.pkl".length();
        assertRefused(changedZip(zip -> zip.putInt(directory(zip) + last + 42, 0)))
                .hasMessageContaining("overlaps");
        assertRefused(changedZip(zip -> zip.putInt(directory(zip) + last + 42, 1 << 20)))
                .hasMessageContaining("lies outside the file");
        assertRefused(changedZip(zip -> zip.putInt(directory(zip) + 24, 5))).hasMessageContaining("two lengths");
        assertRefused(changedZip(zip -> zip.putInt(directory(zip) + 24, 1 << 20).putInt(directory(zip) + 20, 1 << 20)))
                .hasMessageContaining("beyond the file's content");
        assertRefused(changedZip(zip -> zip.putInt(directory(zip) + 24, -1).putInt(directory(zip) + 20, -1)))
                .hasMessageContaining("no zip64 field");
        assertRefused(changedZip(zip -> zip.putShort(directory(zip) + 8, (short) 1)))
                .hasMessageContaining("encrypted");
        assertRefused(changedZip(zip -> zip.putLong(zip.capacity() - 98 + 40, Long.MAX_VALUE)))
                .hasMessageContaining("directory");
        assertRefused(changedZip(zip -> zip.putLong(zip.capacity() - 98 + 32, 3)))
                .hasMessageContaining("claims 3");
        assertRefused(changedZip(zip -> zip.putLong(zip.capacity() - 98 + 48, -1)))
                .hasMessageContaining("outside");
        assertRefused(changedZip(zip -> zip.putLong(zip.capacity() - 42 + 8, -5)))
                .hasMessageContaining("outside");
        assertRefused(changedZip(zip -> zip.put(30, (byte) 'H'))).hasMessageContaining("does not begin where");
    }

    @Test
    void boundsHoldJustBeyondThem() throws IOException {
        assertRefused(changedZip(zip -> zip.putLong(zip.capacity() - 98 + 32, ZipDirectory.MAX_ENTRIES + 1)))
                .hasMessageContaining("no model has more than 131072");
        assertRefused(changedZip(zip -> zip.putLong(zip.capacity() - 98 + 40, ZipDirectory.MAX_DIRECTORY + 1)))
                .hasMessageContaining("no model has more than 131072");
        assertRefused(new PickleWriter().global("m".repeat(1025), "x").end())
                .hasMessageContaining("a name of more than 1024 characters");
        TorchFile.open(zip(new PickleWriter().global("m".repeat(1024), "x").end()))
                .close();
        assertRefused(new PickleWriter()
                        .raw(0x8B, 1, 1, 0, 0)
                        .raw(new byte[257])
                        .end())
                .hasMessageContaining("an integer of 257 bytes");
        TorchFile.open(zip(new PickleWriter()
                        .raw(0x8B, 0, 1, 0, 0)
                        .raw(new byte[256])
                        .end()))
                .close();
    }

    @Test
    void aChangedPickleIsNoticed() throws IOException {
        byte[] name = "cuda:0".getBytes(StandardCharsets.US_ASCII);
        assertRefused(changedZip(zip -> zip.put(indexOf(zip.array(), name), (byte) 'C')))
                .hasMessageContaining("the checksum of hostile/data.pkl is wrong");
    }

    @Test
    void aChangedWeightIsNoticedWhenItIsRead() throws IOException {
        Path file = changedZip(zip -> zip.put(directory(zip) - 20, (byte) 1));
        try (TorchFile torch = TorchFile.open(file)) {
            assertThatThrownBy(() -> torch.floats((TorchTensor) torch.root()))
                    .isInstanceOf(CheckpointFormatException.class)
                    .hasMessageContaining("the checksum of hostile/data/0 is wrong");
        }
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        for (String name : new String[] {"kinds-zip.pth", "kinds-legacy.pth", "attr_embs_tiny.pth"}) {
            byte[] whole = Files.readAllBytes(SampleCheckpoints.path(name));
            Path cut = folder.resolve(name);
            for (int length = 0; length < whole.length; length += 7) {
                Files.write(cut, Arrays.copyOf(whole, length));
                assertRefused(cut);
            }
            if (name.contains("legacy")) {
                Files.write(cut, Arrays.copyOf(whole, whole.length + 1));
                assertRefused(cut).hasMessageContaining("1 bytes left over");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'<!DOCTYPE html>', web page",
        "'version https://git-lfs.github.com/spec/v1', Git LFS pointer",
        "'', empty",
        "'hello', begins like no PyTorch save file"
    })
    void whatIsNoModelIsNamed(String content, String reason) throws IOException {
        assertRefused(Files.writeString(folder.resolve("model.tar"), content)).hasMessageContaining(reason);
    }

    @Test
    void archivesOfModelsTorchScriptAndTarAreNamed() throws IOException {
        Path plain = folder.resolve("plain.zip");
        try (TorchZipWriter zip = new TorchZipWriter(plain, "models")) {
            zip.entry("a.pth", new byte[10]);
        }
        assertRefused(plain).hasMessageContaining("unpack it");
        Path script = folder.resolve("script.pt");
        try (TorchZipWriter zip = new TorchZipWriter(script, "script")) {
            zip.entry("data.pkl", new PickleWriter().raw('}').end());
            zip.entry("constants.pkl", new PickleWriter().raw(')').end());
        }
        assertRefused(script).hasMessageContaining("TorchScript archive");
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        assertRefused(Files.write(folder.resolve("real.tar"), tar)).hasMessageContaining("is a tar archive; unpack it");
        Path big = folder.resolve("big.pt");
        try (TorchZipWriter zip = new TorchZipWriter(big, "big")) {
            zip.entry("data.pkl", new PickleWriter().raw('}').end());
            zip.entry("byteorder", "big".getBytes(StandardCharsets.US_ASCII));
        }
        assertRefused(big).hasMessageContaining("byte order 'big'");
    }

    @Test
    void aPickleLongerThanAllowedIsRefusedUnread() throws IOException {
        ByteArrayOutputStream tooLong = new ByteArrayOutputStream();
        tooLong.write(new PickleWriter().raw('}').end());
        tooLong.write(new byte[Unpickler.MAX_BYTES]);
        assertRefused(tooLong.toByteArray()).hasMessageContaining("longer than 33554432 bytes");
    }
}
