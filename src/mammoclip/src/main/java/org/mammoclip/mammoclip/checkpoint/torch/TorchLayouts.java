package org.mammoclip.mammoclip.checkpoint.torch;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;

/** The layouts of PyTorch save files: where the pickle stands, and where each storage. */
final class TorchLayouts {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final int PROTOCOL_VERSION = 1001;
    private static final int PROTO = 0x80;
    private static final int LONG1 = 0x8A;
    private static final int SAMPLE = 512;
    private static final String PICKLE = "/data.pkl";

    private TorchLayouts() {}

    static TorchFile read(FileChannel channel) throws IOException {
        byte[] sample = sample(channel);
        if (startsWith(sample, "PK\3\4")) {
            return zip(channel);
        }
        if (sample.length > 2 && (sample[0] & 0xFF) == PROTO) {
            return (sample[2] & 0xFF) == LONG1 ? legacy(channel) : pickle(channel);
        }
        throw new CheckpointFormatException(
                describe(sample) + "; read are files that torch.save wrote (.tar, .pth, .pt)");
    }

    private static byte[] sample(FileChannel channel) throws IOException {
        ByteBuffer sample = ByteBuffer.allocate(SAMPLE);
        int read = 0;
        while (sample.hasRemaining() && read >= 0) {
            read = channel.read(sample, sample.position());
        }
        byte[] content = new byte[sample.flip().remaining()];
        sample.get(content);
        return content;
    }

    private static boolean startsWith(byte[] content, String prefix) {
        return new String(content, StandardCharsets.ISO_8859_1).startsWith(prefix);
    }

    /** What people download instead of a checkpoint. */
    private static String describe(byte[] sample) {
        if (sample.length == 0) {
            return "the file is empty";
        }
        if (startsWith(sample, "PK")) {
            return "the file is an empty zip archive or one part of several";
        }
        if (startsWith(sample, "\u001f\u008b")) {
            return "the file is compressed with gzip; unpack it first";
        }
        if (startsWith(sample, "version https://git-lfs")) {
            return "the file is a Git LFS pointer and not the model; fetch it with 'git lfs pull' or from the model's page";
        }
        if (startsWith(sample, "<")) {
            return "the file is a web page and not the model; download the file itself";
        }
        if (sample.length > 262 && new String(sample, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
            return "the file is a tar archive; unpack it and give the file inside";
        }
        return "the file begins like no PyTorch save file";
    }

    private static TorchFile zip(FileChannel channel) throws IOException {
        Map<String, FileRange> entries = ZipDirectory.read(channel);
        String root = root(entries);
        FileRange order = entries.get(root + "/byteorder");
        if (order != null && order.length() < SAMPLE) {
            String text = new PickleInput(channel, order.name(), order.start(), order.end()).text(order.length());
            if (!text.strip().equals("little")) {
                throw new CheckpointFormatException(
                        "the file was written in byte order '" + text + "'; save it again on a little-endian machine");
            }
        }
        FileRange pickle = entries.get(root + PICKLE);
        if (pickle == null || pickle.length() > Unpickler.MAX_BYTES) {
            throw new CheckpointFormatException("its " + PICKLE + " is longer than " + Unpickler.MAX_BYTES + " bytes");
        }
        Unpickler unpickler = new Unpickler(new PickleInput(channel, pickle.name(), pickle.start(), pickle.end()));
        PickledValue value = unpickler.read();
        Map<String, FileRange> ranges = new HashMap<>();
        for (TorchStorage storage : unpickler.storages().values()) {
            FileRange range = entries.get(root + "/data/" + storage.key());
            if (range == null) {
                throw new CheckpointFormatException("storage " + storage.key() + " is missing from the archive");
            }
            if (range.length() != storage.bytes()) {
                throw new CheckpointFormatException("entry " + range.name() + " has " + range.length()
                        + " bytes, the pickle says " + storage.bytes());
            }
            ranges.put(storage.key(), range);
        }
        StorageReader storages = new StorageReader(channel, ranges);
        storages.verify(pickle);
        return new TorchFile(channel, TorchFile.Layout.ZIP, value, storages);
    }

    private static String root(Map<String, FileRange> entries) throws CheckpointFormatException {
        List<String> pickles =
                entries.keySet().stream().filter(name -> name.endsWith(PICKLE)).toList();
        if (pickles.size() != 1) {
            throw new CheckpointFormatException(
                    "a zip archive with " + pickles.size() + " entries */data.pkl where a PyTorch"
                            + " save file has one; if it is an archive of models, unpack it and give one of them");
        }
        String root = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
        if (entries.containsKey(root + "/constants.pkl")) {
            throw new CheckpointFormatException(
                    "a TorchScript archive (torch.jit.save); save the state dict with" + " torch.save instead");
        }
        return root;
    }

    /**
     * Five pickles (magic number, version, sizes of the writing machine, the object, the keys of its storages), then each storage: 8
     * bytes with its number of elements, the elements.
     */
    private static TorchFile legacy(FileChannel channel) throws IOException {
        long size = channel.size();
        PickleInput in = new PickleInput(channel, "legacy file", 0, Math.min(size, Unpickler.MAX_BYTES));
        requireEqual(in, new Unpickler(in).read(), new PickledValue.Whole(MAGIC));
        requireEqual(in, new Unpickler(in).read(), PickledValue.Whole.of(PROTOCOL_VERSION));
        if (!(new Unpickler(in).read() instanceof Dictionary machine)
                || !machine.at("little_endian")
                        .orElse(PickledValue.Nothing.NONE)
                        .equals(new PickledValue.Truth(true))) {
            throw in.bad("the file was not written on a little-endian machine; save it again on one");
        }
        Unpickler unpickler = new Unpickler(in);
        PickledValue value = unpickler.read();
        if (!(new Unpickler(in).read() instanceof Sequence keys)) {
            throw in.bad("the list of storages is missing");
        }
        Map<String, FileRange> ranges = ranges(channel, size, in, keys, unpickler.storages());
        return new TorchFile(channel, TorchFile.Layout.LEGACY, value, new StorageReader(channel, ranges));
    }

    private static void requireEqual(PickleInput in, PickledValue found, PickledValue wanted) throws IOException {
        if (!found.equals(wanted)) {
            throw in.bad("begins like no PyTorch save file (magic number or version)");
        }
    }

    private static Map<String, FileRange> ranges(
            FileChannel channel, long size, PickleInput in, Sequence keys, Map<String, TorchStorage> storages)
            throws IOException {
        Map<String, FileRange> ranges = new LinkedHashMap<>();
        long at = in.position();
        for (PickledValue key : keys.items()) {
            TorchStorage storage = key instanceof PickledValue.Text text ? storages.get(text.value()) : null;
            if (storage == null || ranges.containsKey(storage.key())) {
                throw in.bad("the list of storages names one twice or one that no tensor uses");
            }
            PickleInput header = new PickleInput(channel, "storage " + storage.key(), at, size);
            long count = header.i64();
            if (count != storage.count() || storage.bytes() > size - at - Long.BYTES) {
                throw header.bad("has " + count + " elements and " + (size - at - Long.BYTES)
                        + " bytes of file left, the pickle says " + storage.count()
                        + " elements; the file is cut or damaged");
            }
            ranges.put(
                    storage.key(), new FileRange("storage " + storage.key(), at + Long.BYTES, storage.bytes(), null));
            at += Long.BYTES + storage.bytes();
        }
        if (ranges.size() != storages.size() || at != size) {
            throw in.bad(storages.size() - ranges.size() + " storages missing, " + (size - at)
                    + " bytes left over; the file is cut or damaged");
        }
        return ranges;
    }

    private static TorchFile pickle(FileChannel channel) throws IOException {
        PickleInput in = new PickleInput(channel, "pickle", 0, Math.min(channel.size(), Unpickler.MAX_BYTES));
        Unpickler unpickler = new Unpickler(in);
        PickledValue value = unpickler.read();
        if (!unpickler.storages().isEmpty() || in.position() != channel.size()) {
            throw in.bad("a pickle with storages or bytes after it, and no PyTorch header");
        }
        return new TorchFile(channel, TorchFile.Layout.PICKLE, value, new StorageReader(channel, Map.of()));
    }
}
