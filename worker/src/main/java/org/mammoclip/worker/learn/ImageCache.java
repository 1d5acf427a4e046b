package org.mammoclip.worker.learn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.worker.evaluate.SourceMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepared images in a folder, so that a DICOM object is decoded and cropped once. An entry is named by the digest of what it was
 * made from and how; it ends in the digest of its own content, and appears at once or not at all. What is damaged, of another raster
 * or no plain file counts as absent and is written again: a cache can cost time, never change a pixel. When it is full, or cannot be
 * written, nothing is added. Several processes may share a folder. Not thread-safe.
 */
final class ImageCache {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCache.class);
    private static final byte[] MAGIC = "mammoclip-image-1\n".getBytes(StandardCharsets.US_ASCII);
    private static final String ENDING = ".image";
    private static final String PART = ".part";
    private static final int DIGEST = 32;
    private static final int MAP = 4 * Double.BYTES;
    private static final int HEAD = MAGIC.length + DIGEST + 2 * Integer.BYTES + 1 + MAP;

    private final Path folder;
    private final RasterSize size;
    private final long mostBytes;
    private long bytes;
    private boolean closed;
    private boolean damaged;

    private ImageCache(Path folder, RasterSize size, long mostBytes, long bytes) {
        this.folder = folder;
        this.size = size;
        this.mostBytes = mostBytes;
        this.bytes = bytes;
    }

    /**
     * @param folder created if need be; files of other programs in it are left alone
     * @param size of all images that are read or written here; the folder may hold other sizes, too
     * @param mostBytes beyond which nothing is added, of all entries together
     * @throws IOException if the folder cannot be made or listed
     */
    static ImageCache open(Path folder, RasterSize size, long mostBytes) throws IOException {
        Files.createDirectories(folder);
        long bytes = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path entry : entries) {
                bytes += Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) ? Files.size(entry) : 0;
            }
        }
        return new ImageCache(folder, size, mostBytes, bytes);
    }

    /** The image made from {@code origin}, if it is here and whole. */
    Optional<PreparedImage> get(String origin) {
        byte[] key = Digest.of(origin.getBytes(StandardCharsets.UTF_8));
        Path file = file(key);
        try {
            // a pipe or a link could block or lead anywhere
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > mostOfOne()) {
                return Optional.empty();
            }
            Optional<PreparedImage> image = decode(Files.readAllBytes(file), key);
            if (image.isEmpty()) {
                tellDamage(file, "damaged, or of another raster");
            }
            return image;
        } catch (IOException e) {
            tellDamage(file, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Once: a folder of a broken disk would fill the log. */
    private void tellDamage(Path file, String what) {
        if (!damaged) {
            damaged = true;
            LOG.warn("{} is prepared again ({}); further entries like it are not told", file, what);
        }
    }

    /** Adds an image, or replaces a damaged entry. */
    void put(String origin, PreparedImage image) {
        if (closed) {
            return;
        }
        byte[] key = Digest.of(origin.getBytes(StandardCharsets.UTF_8));
        byte[] content = encode(key, image);
        if (bytes + content.length > mostBytes) {
            closed = true;
            LOG.warn("the image cache {} is full ({} bytes); further images are prepared each time", folder, bytes);
            return;
        }
        Path file = file(key);
        try {
            Path part = Files.createTempFile(folder, "image", PART);
            try {
                Files.write(part, content);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
            bytes += content.length;
        } catch (IOException e) {
            closed = true;
            LOG.warn("the image cache {} cannot be written, it is read only from now on: {}", folder, e.getMessage());
        }
    }

    private Path file(byte[] key) {
        return folder.resolve(HexFormat.of().formatHex(key) + ENDING);
    }

    /** Deflate adds little even to noise. */
    private long mostOfOne() {
        return HEAD + DIGEST + size.area() + size.area() / 1000L + 1024;
    }

    private byte[] encode(byte[] key, PreparedImage image) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(image.grey());
            deflater.finish();
            byte[] packed = new byte[(int) mostOfOne()];
            int length = 0;
            while (!deflater.finished()) {
                length += deflater.deflate(packed, length, packed.length - length);
            }
            ByteBuffer content = ByteBuffer.allocate(HEAD + length + DIGEST);
            content.put(MAGIC).put(key).putInt(size.rows()).putInt(size.columns());
            SourceMap map = image.sourceMap().orElse(new SourceMap(0, 0, 0, 0));
            content.put((byte) (image.sourceMap().isPresent() ? 1 : 0));
            content.putDouble(map.left())
                    .putDouble(map.top())
                    .putDouble(map.columns())
                    .putDouble(map.rows());
            content.put(packed, 0, length);
            content.put(Digest.of(content.array(), HEAD + length));
            return content.array();
        } finally {
            deflater.end();
        }
    }

    private Optional<PreparedImage> decode(byte[] file, byte[] key) {
        int end = file.length - DIGEST;
        if (end < HEAD
                || !Arrays.equals(Digest.of(file, end), Arrays.copyOfRange(file, end, file.length))
                || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        ByteBuffer head = ByteBuffer.wrap(file).position(MAGIC.length);
        byte[] own = new byte[DIGEST];
        head.get(own);
        if (!Arrays.equals(own, key) || head.getInt() != size.rows() || head.getInt() != size.columns()) {
            return Optional.empty();
        }
        boolean mapped = head.get() == 1;
        SourceMap map = new SourceMap(head.getDouble(), head.getDouble(), head.getDouble(), head.getDouble());
        return inflate(file, end).map(grey -> new PreparedImage(grey, mapped ? Optional.of(map) : Optional.empty()));
    }

    /** Exactly one raster, or nothing. */
    private Optional<byte[]> inflate(byte[] file, int end) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(file, HEAD, end - HEAD);
            byte[] grey = new byte[size.area()];
            int length = 0;
            while (length < grey.length) {
                int more = inflater.inflate(grey, length, grey.length - length);
                if (more == 0) {
                    return Optional.empty();
                }
                length += more;
            }
            return inflater.inflate(new byte[1]) == 0 && inflater.finished() ? Optional.of(grey) : Optional.empty();
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }
}
