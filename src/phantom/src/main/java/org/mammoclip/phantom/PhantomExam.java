package org.mammoclip.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.mammoclip.random.SplitMix64;

/**
 * One woman's screening exam: everything about it is known, images are computed on request. The same settings and index give the
 * same bits; with another share of lesions or another signal-to-noise ratio it is the same woman. Immutable and thread-safe.
 *
 * @param index of the woman, from 0
 * @param age in years
 * @param density of both breasts
 * @param style of the machine
 * @param left breast
 * @param right breast
 * @param settings it was drawn from
 */
public record PhantomExam(
        int index, int age, Density density, ScannerStyle style, Breast left, Breast right, PhantomSettings settings) {

    /** Draws the woman with this index. */
    public static PhantomExam draw(PhantomSettings settings, int index) {
        SplitMix64 random = SplitMix64.stream(settings.seed(), "woman", index);
        int age = 40 + random.nextInt(36);
        Density density = density(random.nextDouble(), age);
        ScannerStyle drawn = ScannerStyle.values()[random.nextInt(3)];
        ScannerStyle style = settings.style().orElse(drawn);
        double depth = 78 + 50 * random.nextDouble();
        double halfWidth = Math.min(112, depth * (0.78 + 0.17 * random.nextDouble()));
        boolean implant = random.nextDouble() < 0.04;
        long tissue = random.nextLong();
        LesionDrawing lesions = new LesionDrawing(SplitMix64.stream(settings.seed(), "lesions", index));
        boolean ill = random.nextDouble() < settings.lesionShare();
        boolean illLeft = random.nextDouble() < 0.5;
        boolean both = random.nextDouble() < 0.12;
        List<Breast> breasts = new ArrayList<>();
        for (boolean left : new boolean[] {true, false}) {
            double ownDepth = depth * (0.97 + 0.06 * random.nextDouble());
            double ownWidth = halfWidth * (0.97 + 0.06 * random.nextDouble());
            Breast healthy = new Breast(
                    left,
                    ownDepth,
                    ownWidth,
                    density.glandBias + 0.2 * (random.nextDouble() - 0.5),
                    tissue,
                    random.nextLong(),
                    implant,
                    List.of());
            breasts.add(ill && (both || left == illLeft) ? lesions.addTo(healthy) : healthy);
        }
        return new PhantomExam(index, age, density, style, breasts.get(0), breasts.get(1), settings);
    }

    /** The same woman with at most the first finding of each breast: nothing is left that a close-up of it would not show. */
    PhantomExam withOneLesionEach() {
        return new PhantomExam(index, age, density, style, left.withOneLesion(), right.withOneLesion(), settings);
    }

    public Breast breast(boolean left) {
        return left ? this.left : right;
    }

    /** Computes the pixels of one view; equal each time. */
    public PhantomImage image(PhantomView view) {
        Projection projection = new Projection(breast(view.isLeft()), view);
        Canvas canvas = new Canvas(settings.rows(), settings.columns());
        new TissuePainter(canvas, projection, view, settings.signalToNoise()).paint();
        new NormalAnatomy(canvas, projection, view, settings.speckBrightness()).paint();
        LesionPainter painter = new LesionPainter(canvas, projection, view, settings);
        List<PhantomImage.TruthBox> boxes = new ArrayList<>();
        for (Lesion lesion : breast(view.isLeft()).lesions()) {
            painter.paint(lesion)
                    .flatMap(extent -> box(lesion.kind(), extent, view))
                    .ifPresent(boxes::add);
        }
        if (projection.breast().implant()) {
            NormalAnatomy.paintImplant(canvas, projection, view);
        }
        SkinPainter.paint(canvas, projection);
        SplitMix64 random = SplitMix64.stream(settings.seed(), "scanner", index, view.ordinal());
        short[] values = new Scanner(style, random).store(canvas, view);
        return new PhantomImage(
                view,
                new ImageSize(settings.rows(), settings.columns()),
                style.bits(),
                style.isInverted(),
                values,
                boxes);
    }

    private Optional<PhantomImage.TruthBox> box(LesionKind kind, LesionPainter.Extent extent, PhantomView view) {
        double pitch = Projection.HEIGHT_MM / settings.rows();
        double columns = settings.columns();
        double near = Math.max(0, extent.left() / pitch);
        double far = Math.min(columns, extent.right() / pitch);
        double top = Math.max(0, extent.top() / pitch);
        double bottom = Math.min(settings.rows(), extent.bottom() / pitch);
        if (far - near < 1 || bottom - top < 1) {
            return Optional.empty();
        }
        return Optional.of(
                view.isLeft()
                        ? new PhantomImage.TruthBox(kind, near, top, far, bottom)
                        : new PhantomImage.TruthBox(kind, columns - far, top, columns - near, bottom));
    }

    /** Younger women have denser breasts; the shares are about those of screening. */
    private static Density density(double uniform, int age) {
        double shifted = uniform - (50 - age) * 0.006;
        if (shifted < 0.1) {
            return age > 50 ? Density.A : Density.B;
        }
        return shifted < 0.5 ? (age > 50 ? Density.B : Density.C) : shifted < 0.9 ? Density.C : Density.D;
    }
}
