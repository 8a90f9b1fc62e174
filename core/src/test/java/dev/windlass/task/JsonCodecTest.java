package dev.windlass.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JsonCodecTest {
    private static final Codec CODEC = Codec.json();

    record Letter(String to, int copies) {}

    @Nested
    class Hostile {
        @Test
        void name_of_a_class_in_a_payload_is_plain_data() {
            var named = Content.json("{\"@class\":\"javax.swing.JEditorPane\",\"@type\":\"x\",\"page\":\"y\"}");

            assertThat(CODEC.decode(named, Object.class))
                    .isEqualTo(Map.of("@class", "javax.swing.JEditorPane", "@type", "x", "page", "y"));
            var letter = Content.json("{\"@class\":\"javax.swing.JEditorPane\",\"to\":\"a\",\"copies\":1}");
            assertThatThrownBy(() -> CODEC.decode(letter, Letter.class))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageStartingWith("field \"@class\" is unknown");
        }

        @Test
        void array_form_of_a_class_name_is_plain_data() {
            assertThat(CODEC.decode(Content.json("[\"java.util.HashMap\",{\"a\":1}]"), Object.class))
                    .isInstanceOf(List.class);
        }

        @Test
        void serialized_objects_are_refused_as_what_they_are_not() throws IOException {
            var bytes = new ByteArrayOutputStream();
            try (var objects = new ObjectOutputStream(bytes)) {
                objects.writeObject(new HashMap<>(Map.of("a", 1)));
            }

            assertThatThrownBy(() -> CODEC.decode(Content.of(Content.JSON, 1, bytes.toByteArray()), Object.class))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageStartingWith("the content is not JSON: ");
        }

        @Test
        void a_million_brackets_are_refused_in_one_sentence() {
            assertThatThrownBy(() -> CODEC.decode(Content.json("[".repeat(1_000_000)), Object.class))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage("the content is not JSON: it is nested too deeply: 65, the limit is 64")
                    .message()
                    .hasLineCount(1);
        }

        @Test
        void more_tokens_than_anybody_means_are_refused() {
            assertThatThrownBy(() -> CODEC.decode(Content.json("[" + "1,".repeat(1_500_000) + "1]"), Object.class))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage("the content is not JSON: it has too many values: 1000001, the limit is 1000000");
        }

        @Test
        void what_stands_behind_the_value_is_refused() {
            assertThatThrownBy(() -> CODEC.decode(Content.json("1 2"), Integer.class))
                    .isInstanceOf(UnreadableException.class);
        }

        @Test
        void what_could_not_be_read_back_is_not_written() {
            List<Object> nested = List.of();
            for (var depth = 0; depth < 100; depth++) {
                nested = List.of(nested);
            }
            var deep = nested;

            assertThatThrownBy(() -> CODEC.encode(deep, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a value cannot be written as JSON: ");
        }

        /** Whatever bytes come, they are a value or one sentence, and never another exception. */
        @Test
        void any_bytes_are_a_value_or_are_refused_in_one_sentence() {
            var random = new Random(47);
            var valid = "{\"to\":\"Ada\",\"copies\":3,\"x\":[1,2,{\"y\":null}],\"z\":1e9}";
            for (var round = 0; round < 5_000; round++) {
                var bytes = new ArrayList<Byte>();
                for (var at = 0; at < valid.length(); at++) {
                    if (random.nextInt(12) > 0) {
                        bytes.add((byte) valid.charAt(at));
                    }
                    if (random.nextInt(12) == 0) {
                        bytes.add((byte) random.nextInt(256));
                    }
                }
                assertReadOrRefused(bytes);
            }
        }

        private static void assertReadOrRefused(List<Byte> letters) {
            var bytes = new byte[letters.size()];
            for (var at = 0; at < bytes.length; at++) {
                bytes[at] = letters.get(at);
            }
            try {
                CODEC.decode(Content.of(Content.JSON, 1, bytes), Letter.class);
            } catch (UnreadableException e) {
                assertThat(e.getMessage()).isNotBlank().hasLineCount(1);
            }
        }
    }
}
