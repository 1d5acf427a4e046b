package org.mammoclip.mammoclip.evaluate.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PythonListTest {
    @Test
    void readsWhatPythonPrints() {
        assertThat(PythonList.parse("[]")).isEmpty();
        assertThat(PythonList.parse("['Mass', \"it's\", 'a\\'b\\\\', 'x\\ny\\u00e9', 3, 0.5, nan]"))
                .containsExactly("Mass", "it's", "a'b\\", "x\ny\u00e9", "3", "0.5", "nan");
        assertThat(PythonList.parse(" [ 'a' , ] ")).containsExactly("a");
    }

    @Test
    void saysWhereAListIsTorn() {
        assertThatThrownBy(() -> PythonList.parse("['a'"))
                .hasMessageContaining("does not end")
                .hasMessageContaining("5");
        assertThatThrownBy(() -> PythonList.parse("['a' 'b']")).hasMessageContaining("',' expected");
        assertThatThrownBy(() -> PythonList.parse("[['a']]")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PythonList.parse("Mass")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PythonList.parse("[1]x")).hasMessageContaining("after the list");
    }

    @Property
    void anyTextIsAListOrAReason(@ForAll String text) {
        try {
            assertThat(PythonList.parse("['" + text)).isNotNull();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("no list as in");
        }
    }

    @Property
    void whatIsQuotedComesBack(@ForAll List<String> elements) {
        String printed = elements.stream()
                .map(element ->
                        "'" + element.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        assertThat(PythonList.parse(printed)).isEqualTo(elements);
    }
}
