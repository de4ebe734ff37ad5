package dev.annals.api.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.annals.api.client.ApiKey;
import dev.annals.api.client.Failure;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    private final AtomicReference<Supplier<String>> source = new AtomicReference<>(() -> "sk_test_one");
    private final KeyRing keys =
            new KeyRing(() -> Objects.requireNonNull(source.get()).get());

    @Test
    void newKeyOfTheSameModeIsTakenUp() {
        source.set(() -> "rk_test_two");
        assertThat(keys.call()).isNull();
        assertThat(keys.current()).isEqualTo(ApiKey.of("rk_test_two"));
    }

    @Test
    void keyOfAnotherModeIsRefusedAndTheOldOneKept() {
        source.set(() -> "sk_live_secret");
        Failure failure = Objects.requireNonNull(keys.call());
        assertThat(failure.describe())
                .contains("expected=test", "found=live", "start another fetcher")
                .doesNotContain("secret");
        assertThat(keys.current()).isEqualTo(ApiKey.of("sk_test_one"));
    }

    @Test
    void supplierThatThrowsIsToldWithoutItsMessage() {
        source.set(() -> {
            throw new IllegalStateException("cannot parse sk_test_secret");
        });
        Failure failure = Objects.requireNonNull(keys.call());
        assertThat(failure).isInstanceOf(Failure.Unauthorized.class);
        assertThat(failure.describe()).contains("IllegalStateException").doesNotContain("secret");
    }

    @Test
    void textThatIsNoKeyIsRefusedWithoutShowingIt() {
        source.set(() -> "not-a-key");
        assertThat(Objects.requireNonNull(keys.call()).describe())
                .contains("no known prefix")
                .doesNotContain("not-a-key");
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyRing(() -> ""));
    }

    @Test
    void supplierThatThrowsACheckedExceptionIsToldLikeAnyOther() {
        source.set(() -> sneaky(new IOException("sk_test_secret: no such file")));
        Failure failure = Objects.requireNonNull(keys.call());
        assertThat(failure).isInstanceOf(Failure.Unauthorized.class);
        assertThat(failure.describe()).contains("IOException").doesNotContain("secret");
    }

    @Test
    @SuppressWarnings("NullAway") // A host without null checks may well do it.
    void supplierThatHasNothingIsRefused() {
        source.set(() -> null);
        assertThat(keys.call()).isInstanceOf(Failure.Unauthorized.class);
        source.set(() -> " \n");
        assertThat(Objects.requireNonNull(keys.call()).describe()).contains("length=0");
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyRing(() -> null));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> String sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
