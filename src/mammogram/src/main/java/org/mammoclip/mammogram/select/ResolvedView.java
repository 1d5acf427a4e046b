package org.mammoclip.mammogram.select;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;

/**
 * The view of an image with its modifiers.
 *
 * @param view empty when no attribute tells it or its code is unknown
 * @param source which attribute told it
 * @param modifiers the known view modifiers
 * @param unknownModifier whether there is a view modifier that CID 4015 does not have
 * @param warnings what was odd
 */
record ResolvedView(
        Optional<ViewCode> view,
        ViewSource source,
        Set<ViewModifier> modifiers,
        boolean unknownModifier,
        List<String> warnings) {

    static ResolvedView of(DataSet image, boolean lenient) {
        Set<ViewModifier> modifiers = EnumSet.noneOf(ViewModifier.class);
        Optional<ViewCode> position = position(image, lenient);
        Optional<DataSet> code = image.item(Tag.ViewCodeSequence)
                .filter(item -> item.string(Tag.CodeValue).isPresent());
        if (code.isEmpty()) {
            if (position.isPresent()) {
                return new ResolvedView(position, ViewSource.POSITION, modifiers, false, List.of());
            }
            Optional<ViewCode> text = lenient ? text(image) : Optional.empty();
            ViewSource source = text.isPresent() ? ViewSource.TEXT : ViewSource.NONE;
            return new ResolvedView(text, source, modifiers, false, List.of());
        }
        List<String> warnings = new ArrayList<>();
        boolean unknown = false;
        for (DataSet item : code.get().items(Tag.ViewModifierCodeSequence)) {
            Optional<ViewModifier> modifier = ViewModifier.of(item);
            modifier.ifPresent(modifiers::add);
            unknown |= modifier.isEmpty();
        }
        Optional<ViewCode> view = ViewCode.of(code.get());
        if (position.isPresent() && view.isPresent() && !position.equals(view)) {
            warnings.add("View Code Sequence and View Position disagree; the code wins");
        }
        return new ResolvedView(view, ViewSource.CODE, modifiers, unknown, warnings);
    }

    boolean has(ViewModifier.Effect effect) {
        return modifiers.stream().anyMatch(modifier -> modifier.effect() == effect);
    }

    private static Optional<ViewCode> position(DataSet image, boolean lenient) {
        String position = image.string(Tag.ViewPosition)
                .orElse("")
                .toUpperCase(Locale.ROOT)
                .strip();
        if (lenient && position.replaceAll("[ _-]+", " ").matches("(ML|MEDIO ?LATERAL) OBL(IQUE)?")) {
            return Optional.of(ViewCode.MLO);
        }
        return ViewCode.ofPosition(position);
    }

    private static Optional<ViewCode> text(DataSet image) {
        Set<ViewCode> found = EnumSet.noneOf(ViewCode.class);
        for (String token : Side.tokens(image)) {
            Optional<ViewCode> view = ViewCode.ofPosition(token);
            if (view.isEmpty() && token.matches("[LR].+")) {
                view = ViewCode.ofPosition(token.substring(1));
            }
            view.ifPresent(found::add);
        }
        return found.size() == 1 ? found.stream().findFirst() : Optional.empty();
    }
}
