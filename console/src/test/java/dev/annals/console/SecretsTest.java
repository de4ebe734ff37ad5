package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTest {
    @Test
    void keysAreCutToTheirPrefix() {
        assertThat(Secrets.hidden("k=sk_live_51H8x and rk_test_abc, sk_org_1, sk_orgabc"))
                .isEqualTo("k=sk_live_… and rk_test_…, sk_org_…, sk_…");
    }

    /** The line's end is shown as four digits, of which the last must not look like the beginning of the key's word. */
    @Test
    void aKeyBehindALinesEndIsCutToo() {
        assertThat(Secrets.shown("refused\nsk_live_51H8x")).isEqualTo("refused\\u000ask_live_…");
    }

    @Test
    void theSandboxKeyIsNoSecret() {
        assertThat(Secrets.hidden("use sk_test_sandbox here")).isEqualTo("use sk_test_sandbox here");
    }

    @Test
    void prefixesAloneAreNoKeys() {
        assertThat(Secrets.hidden("use sk_live_… or rk_test_…")).isEqualTo("use sk_live_… or rk_test_…");
    }

    @Test
    void otherWordsStay() {
        assertThat(Secrets.hidden("task_list mk_1 key=mk_1abc")).isEqualTo("task_list mk_1 key=mk_1abc");
    }
}
