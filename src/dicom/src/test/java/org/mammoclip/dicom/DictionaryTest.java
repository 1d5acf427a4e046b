package org.mammoclip.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DictionaryTest {
    @Test
    void tagConstantsAreThePublicEntriesOfTheDictionary() throws Exception {
        Map<String, Integer> constants = new TreeMap<>();
        for (Field field : Tag.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                constants.put(field.getName(), field.getInt(null));
            }
        }

        assertThat(constants).hasSizeGreaterThan(4000).isEqualTo(keywordsOfTheResource());
    }

    /** Keywords with one exact tag; repeating groups have none. */
    private static Map<String, Integer> keywordsOfTheResource() throws IOException {
        Map<String, Integer> keywords = new TreeMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Dictionary.class.getResourceAsStream("data-dictionary.tsv"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t", -1);
                if (!line.startsWith("#") && columns[0].indexOf('x') < 0 && !columns[3].isBlank()) {
                    keywords.put(columns[3], (int) Long.parseLong(columns[0], 16));
                }
            }
        }
        return keywords;
    }

    @Test
    void everyPublicTagIsFoundByTagAndByKeyword() throws IOException {
        keywordsOfTheResource().forEach((keyword, tag) -> {
            assertThat(Dictionary.lookup(tag)).map(Dictionary.Entry::keyword).contains(keyword);
            assertThat(Dictionary.lookup(keyword)).map(Dictionary.Entry::tag).contains(tag);
        });
    }

    @Test
    void repeatingGroupsAreFoundByAnyOfTheirTags() {
        assertThat(Dictionary.lookup(0x60003000)).map(Dictionary.Entry::keyword).contains("OverlayData");
        assertThat(Dictionary.lookup(0x60FE3000)).map(Dictionary.Entry::keyword).contains("OverlayData");
    }

    @Test
    void implicitRepresentationsOfWhatTheDictionaryLacks() {
        assertThat(Dictionary.vrOf(0x00090010)).isEqualTo(Vr.LO); // private creator
        assertThat(Dictionary.vrOf(0x00091001)).isEqualTo(Vr.UN); // private element
        assertThat(Dictionary.vrOf(0x00080000)).isEqualTo(Vr.UL); // group length
        assertThat(Dictionary.vrOf(0x00080003)).isEqualTo(Vr.UN); // unknown public element
    }
}
