package dev.windlass.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.architecture.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final Links LINKS = new Links(SourceFile.root(), Document.all());

    @Test
    void every_link_leads_somewhere() {
        assertThat(LINKS.broken()).isEmpty();
    }

    @Test
    void every_page_that_a_source_names_is_there() {
        assertThat(SourceFile.ofCheckout().stream()
                        .filter(file -> !file.path().startsWith("architecture/"))
                        .flatMap(file -> LINKS.missing(file.path(), file.text()).stream()))
                .isEmpty();
    }

    @Nested
    class Planted {
        private static final Document PAGE = new Document("docs/page.md", """
                # A page
                ## Two words, and more
                [itself](#two-words-and-more), [the other](other.md#top), [a file](../pom.xml), [far](https://example.org/x)
                """);
        private static final Document OTHER = new Document("docs/other.md", "# Top\n");

        @Test
        void links_that_lead_somewhere_are_fine() {
            assertThat(broken(PAGE, OTHER)).isEmpty();
        }

        @Test
        void a_link_to_a_missing_file_is_found() {
            assertThat(broken(new Document("docs/page.md", "# A\n\nsee [it](gone.md)\n")))
                    .containsExactly("docs/page.md:3: the link to gone.md leads nowhere");
        }

        @Test
        void a_link_to_a_missing_heading_is_found() {
            assertThat(broken(new Document("docs/page.md", "[it](other.md#bottom)\n"), OTHER))
                    .containsExactly("docs/page.md:1: the link to other.md#bottom leads nowhere");
        }

        @Test
        void a_page_that_is_only_named_is_found() {
            assertThat(broken(new Document("README.md", "More in `docs/" + "gone.md`.\n")))
                    .hasSize(1);
        }

        @Test
        void what_stands_in_a_block_is_no_link() {
            assertThat(broken(new Document("README.md", "```text\n[it](gone.md)\n```\n`[it](gone.md)`\n")))
                    .isEmpty();
        }

        private static List<String> broken(Document... pages) {
            return new Links(SourceFile.root(), List.of(pages)).broken();
        }
    }
}
