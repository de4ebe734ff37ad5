package dev.annals.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TerminalTextTest {
    @Test
    void ordinaryTextIsLeftAlone() {
        assertThat(TerminalText.escape("Zoë O’Brien <zoë@例え.jp> \\u001b")).isEqualTo("Zoë O’Brien <zoë@例え.jp> \\u001b");
    }

    @Test
    void escapeSequencesAreShownAndNotObeyed() {
        assertThat(TerminalText.escape("a\u001b[2Jb\r\nc\u0007\u009b"))
                .isEqualTo("a\\u001b[2Jb\\u000d\\u000ac\\u0007\\u009b");
    }

    @Test
    void charactersThatTurnTheWritingAroundAreShown() {
        assertThat(TerminalText.escape("user\u202Emoc.elpmaxe\u2066x\u200b"))
                .isEqualTo("user\\u202emoc.elpmaxe\\u2066x\\u200b");
    }

    @Test
    void unpairedSurrogatesAndTagCharactersAreShown() {
        assertThat(TerminalText.escape("\ud800 \udb40\udc41")).isEqualTo("\\ud800 \\udb40\\udc41");
    }

    @Test
    void nothingIsShownForNothing() {
        assertThat(TerminalText.escape(null)).isEmpty();
    }

    @Test
    void wideCharactersTakeTwoColumnsAndMarksNone() {
        assertThat(TerminalText.width("例え")).isEqualTo(4);
        assertThat(TerminalText.width("e\u0301")).isEqualTo(1);
        assertThat(TerminalText.width("abc")).isEqualTo(3);
    }

    @Property
    void noControlCharacterEverPasses(@ForAll String text) {
        assertThat(TerminalText.escape(text)
                        .codePoints()
                        .filter(c -> c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x202e))
                .isEmpty();
    }
}
