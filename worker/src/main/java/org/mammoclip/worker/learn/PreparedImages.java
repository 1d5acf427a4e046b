package org.mammoclip.worker.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.augment.PixelBox;
import org.mammoclip.mammoclip.data.BoxPlacement;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.evaluate.metric.Box;
import org.mammoclip.mammoclip.evaluate.table.LabelledRow;
import org.mammoclip.worker.evaluate.DatasetImage;
import org.mammoclip.worker.evaluate.ImageFolder;
import org.mammoclip.worker.evaluate.ImageKey;
import org.mammoclip.worker.evaluate.SourceMap;
import org.mammoclip.worker.score.ImageFile;

/**
 * The images below a folder, prepared for a model: DICOM objects are decoded, cropped and resized as the worker does it, pictures
 * are taken as they are or prepared, too. The first that fit a bound stay in memory, the others are read each time, from the cache
 * if there is one. Every result is the same whether it came from the file, the cache or memory. One thread at a time.
 */
public final class PreparedImages implements TrainingImages {
    private final ImageFolder folder;
    private final RasterSize size;
    private final boolean preparePictures;
    private final Optional<ImageCache> cache;
    private final long mostHeld;
    private final Map<ImageKey, PreparedImage> held = new HashMap<>();
    private long heldBytes;

    /**
     * @param preparePictures crop and resize pictures too, instead of taking them as they are
     * @param mostHeld bytes of pixels that are kept in memory
     */
    PreparedImages(
            ImageFolder folder, RasterSize size, boolean preparePictures, Optional<ImageCache> cache, long mostHeld) {
        this.folder = folder;
        this.size = size;
        this.preparePictures = preparePictures;
        this.cache = cache;
        this.mostHeld = mostHeld;
    }

    /**
     * @param folder of the images
     * @param settings how they are read and kept
     * @throws IOException if a folder cannot be read
     */
    public static PreparedImages open(Path folder, RasterSize size, ImageSettings settings) throws IOException {
        return open(ImageFolder.of(folder), size, settings);
    }

    /** As {@link #open(Path, RasterSize, ImageSettings)} for files that were found already. */
    static PreparedImages open(ImageFolder folder, RasterSize size, ImageSettings settings) throws IOException {
        Optional<ImageCache> cache = settings.cache().isPresent()
                ? Optional.of(ImageCache.open(settings.cache().get(), size, settings.mostCachedBytes()))
                : Optional.empty();
        return new PreparedImages(folder, size, settings.preparePictures(), cache, settings.mostHeldBytes());
    }

    @Override
    public RasterSize size() {
        return size;
    }

    @Override
    public void require(String patient, String image) throws IOException {
        folder.find(new ImageKey(patient, image));
    }

    @Override
    public byte[] read(String patient, String image) throws IOException {
        return prepared(new ImageKey(patient, image)).grey();
    }

    /**
     * Where boxes lie: in prepared pictures by the table's {@code resized_*} columns, which are pixels of those pictures; in DICOM objects by the original box, moved as
     * the pixels are.
     */
    public BoxPlacement boxes() {
        return row -> row.hasBox() ? place(row) : Optional.empty();
    }

    private Optional<PixelBox> place(LabelledRow row) {
        try {
            ImageKey key = new ImageKey(row.patient(), row.image());
            Optional<SourceMap> map = prepared(key).sourceMap();
            if (map.isEmpty()) {
                if (preparePictures) {
                    throw new IllegalArgumentException(
                            "xmin: a box of a picture that is prepared here cannot be placed;"
                                    + " give DICOM objects, or pictures that were prepared before");
                }
                return BoxPlacement.prepared(pictureSize(folder.find(key)), size)
                        .place(row);
            }
            Box source = row.sourceBox()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "xmin: is empty; a DICOM object needs the box in pixels of the original"));
            return map.get()
                    .toModel(source, size)
                    .map(box -> new PixelBox(box.left(), box.top(), box.right(), box.bottom()));
        } catch (IOException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    private RasterSize pictureSize(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return size;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return new RasterSize(reader.getHeight(0), reader.getWidth(0));
            } finally {
                reader.dispose();
            }
        }
    }

    private PreparedImage prepared(ImageKey key) throws IOException {
        PreparedImage known = held.get(key);
        if (known != null) {
            return known;
        }
        Path file = folder.find(key);
        PreparedImage image = cache.isPresent() ? cached(cache.get(), file) : prepare(file);
        if (heldBytes + image.grey().length <= mostHeld) {
            heldBytes += image.grey().length;
            held.put(key, image);
        }
        return image;
    }

    private PreparedImage cached(ImageCache entries, Path file) throws IOException {
        String origin = String.join(
                "|",
                ImageFile.PREPROCESSING,
                String.valueOf(preparePictures),
                size.toString(),
                String.valueOf(Files.size(file)),
                Files.getLastModifiedTime(file).toString(),
                file.toAbsolutePath().normalize().toString());
        Optional<PreparedImage> entry = entries.get(origin);
        if (entry.isPresent()) {
            return entry.get();
        }
        PreparedImage image = prepare(file);
        entries.put(origin, image);
        return image;
    }

    private PreparedImage prepare(Path file) throws IOException {
        try {
            DatasetImage image = DatasetImage.read(file, size, preparePictures);
            return new PreparedImage(grey(image.input()), image.sourceMap());
        } catch (DatasetImage.NotUsableException e) {
            throw new IOException("image " + file.getFileName() + ": " + e.getMessage(), e);
        }
    }

    private byte[] grey(ModelImage image) {
        byte[] grey = new byte[size.area()];
        for (int row = 0; row < size.rows(); row++) {
            for (int column = 0; column < size.columns(); column++) {
                grey[row * size.columns() + column] = (byte) image.value(row, column);
            }
        }
        return grey;
    }
}
