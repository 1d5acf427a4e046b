package org.mammoclip.worker.inspect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.mammoclip.mammoclip.ModelImage;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.data.check.DataCheck;
import org.mammoclip.mammoclip.data.check.ImageFact;
import org.mammoclip.mammoclip.data.check.ImageName;
import org.mammoclip.mammoclip.evaluate.page.PngBytes;
import org.mammoclip.worker.evaluate.ImageFolder;
import org.mammoclip.worker.evaluate.ImageKey;
import org.mammoclip.worker.evaluate.Progress;
import org.mammoclip.worker.score.FileInspection;

/**
 * Opens every image of a check once, on a few threads, and tells the check what is in it. Holds as many images in memory as twice
 * the threads, and the small pictures of a {@link Gallery}. An image that cannot be read is a fact, and stops nobody else.
 */
public final class DataInspection {
    private final ImageFolder folder;
    private final InspectionSettings settings;
    private final Progress progress;

    public DataInspection(ImageFolder folder, InspectionSettings settings, Progress progress) {
        this.folder = folder;
        this.settings = settings;
        this.progress = progress;
    }

    /** What one look gives. @param small absent unless a picture is wanted or something was noticed */
    private record Look(ImageFact fact, Optional<PngBytes> small) {}

    private record Pending(ImageName image, Future<Look> look) {}

    /**
     * Looks at all images and tells the check.
     *
     * @return pictures of a sample and of what was noticed
     */
    public Gallery inspect(DataCheck check) throws InterruptedException {
        Gallery gallery = new Gallery(settings.pictures() ? check.images() : Set.of());
        Map<Path, ImageName> taken = new HashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(settings.threads(), task -> new Thread(task, "inspect"));
        try {
            Set<ImageName> images = check.images();
            Iterator<ImageName> next = images.iterator();
            Deque<Pending> window = new ArrayDeque<>();
            progress.start(0);
            int done = 0;
            while (next.hasNext() || !window.isEmpty()) {
                while (next.hasNext() && window.size() < 2 * settings.threads()) {
                    ImageName image = next.next();
                    window.add(new Pending(image, submit(threads, image, taken, gallery.wants(image))));
                }
                Pending first = window.removeFirst();
                Look look = result(first.look());
                check.found(first.image(), look.fact());
                look.small().ifPresent(small -> gallery.add(first.image(), look.fact(), small));
                progress.done(++done, images.size());
            }
            return gallery;
        } finally {
            threads.shutdownNow();
        }
    }

    private Future<Look> submit(
            ExecutorService threads, ImageName image, Map<Path, ImageName> taken, boolean pictureWanted) {
        Path file;
        try {
            file = folder.find(new ImageKey(image.patient(), image.image()));
        } catch (IOException e) {
            return threads.submit(
                    () -> new Look(new ImageFact.Missing(String.valueOf(e.getMessage())), Optional.empty()));
        }
        ImageName owner = taken.putIfAbsent(file, image);
        if (owner != null) {
            return threads.submit(() -> new Look(
                    new ImageFact.Missing("its only file is the image " + owner
                            + " already; put images of equal names into folders named after their patients"),
                    Optional.empty()));
        }
        return threads.submit(() -> look(file, pictureWanted));
    }

    private static Look result(Future<Look> look) throws InterruptedException {
        try {
            return look.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("looking at an image failed", e.getCause());
        }
    }

    private Look look(Path file, boolean pictureWanted) {
        FileInspection found;
        try {
            found = FileInspection.of(file, settings.size(), settings.preparePictures());
        } catch (IOException e) {
            return new Look(new ImageFact.Unusable("cannot be read: " + e.getMessage()), Optional.empty());
        }
        if (found.image().isEmpty()) {
            return new Look(new ImageFact.Unusable(found.reason()), Optional.empty());
        }
        ModelImage image = found.image().get();
        Set<String> flags = found.quality().stream().map(Enum::name).collect(Collectors.toSet());
        ImageFact fact = new ImageFact.Usable(
                found.dicom() ? "DICOM" : "picture",
                found.stored().rows(),
                found.stored().columns(),
                digest(image),
                flags);
        boolean shown = pictureWanted || (settings.pictures() && Gallery.isDoubtful(flags));
        return new Look(fact, shown ? Optional.of(Thumbnail.of(image)) : Optional.empty());
    }

    /** Opens an image again for a picture; empty if that fails now. */
    Optional<PngBytes> again(ImageName image) {
        try {
            return FileInspection.of(
                            folder.find(new ImageKey(image.patient(), image.image())),
                            settings.size(),
                            settings.preparePictures())
                    .image()
                    .map(Thumbnail::of);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ImageFact.PixelDigest digest(ModelImage image) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            RasterSize size = image.size();
            digest.update(ByteBuffer.allocate(8)
                    .putInt(size.rows())
                    .putInt(size.columns())
                    .flip());
            byte[] row = new byte[size.columns()];
            for (int y = 0; y < size.rows(); y++) {
                for (int x = 0; x < row.length; x++) {
                    row[x] = (byte) image.value(y, x);
                }
                digest.update(row);
            }
            ByteBuffer sha256 = ByteBuffer.wrap(digest.digest());
            return new ImageFact.PixelDigest(sha256.getLong(), sha256.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
