package dev.touchstone.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A report. The same page always gives the same bytes.
 *
 * @param title what it is about
 * @param subtitle one sentence under the title; may be empty
 * @param badge the result of it all
 * @param facts what was measured, with what
 * @param sections in order
 */
public record Page(
        String title, String subtitle, Optional<Badge> badge, List<Facts.Fact> facts, List<Section> sections) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if two sections have the same anchor or an anchor has other characters than
     *     letters, digits and hyphens
     */
    public Page {
        facts = List.copyOf(facts);
        sections = List.copyOf(sections);
        var anchors = new HashSet<String>();
        for (var section : sections) {
            if (!section.anchor().matches("[A-Za-z0-9-]+")) {
                throw new IllegalArgumentException(
                        "anchor '" + section.anchor() + "'; expected letters, digits and hyphens");
            }
            if (!anchors.add(section.anchor())) {
                throw new IllegalArgumentException("two sections have the anchor '" + section.anchor() + "'");
            }
        }
    }

    /** A page to be filled. */
    public static Builder titled(String title) {
        return new Builder(title);
    }

    /** The whole HTML file. */
    public String toHtml() {
        return new PageRenderer(this).toHtml();
    }

    /**
     * Writes the HTML file in UTF-8, over one that may be there.
     *
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        Files.writeString(file, toHtml());
    }

    /** Collects the parts; not thread-safe. */
    public static final class Builder {
        private final String title;
        private final List<Facts.Fact> facts = new ArrayList<>();
        private final List<Section> sections = new ArrayList<>();
        private String subtitle = "";
        private Optional<Badge> badge = Optional.empty();

        private Builder(String title) {
            this.title = title;
        }

        /** One sentence under the title. */
        public Builder subtitle(String sentence) {
            subtitle = sentence;
            return this;
        }

        /** The result of it all. */
        public Builder badge(Badge result) {
            badge = Optional.of(result);
            return this;
        }

        /** Adds what was measured, or with what. */
        public Builder fact(String name, String value) {
            facts.add(new Facts.Fact(name, value));
            return this;
        }

        /** Adds a section. */
        public Builder section(Section section) {
            sections.add(section);
            return this;
        }

        /** Adds a section of the blocks given. */
        public Builder section(String anchor, String sectionTitle, Block... blocks) {
            return section(Section.of(anchor, sectionTitle, blocks));
        }

        /** The page. */
        public Page build() {
            return new Page(title, subtitle, badge, facts, sections);
        }
    }
}
