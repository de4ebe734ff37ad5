package dev.annals.console.page;

import dev.annals.store.note.VerifierKey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where the page listens, who may look, and where that is recorded: an immutable value. {@link #local} is the preset: loopback only, on a
 * free port, without a token. Then everybody who has an account on this machine can look; a token keeps them out.
 */
public final class PageOptions {
    final String address;
    final boolean loopback;
    final int port;
    final @Nullable Path certificate;
    final @Nullable Path privateKey;
    final List<Token> tokens;
    final List<String> hostNames;
    final String title;
    final List<VerifierKey> trustedKeys;
    final @Nullable Path journalKeys;
    final String defaultVersion;
    final ViewLog viewLog;
    final InstantSource clock;
    final RandomGenerator random;

    private PageOptions(Builder from, InetAddress resolved) {
        address = from.address;
        loopback = resolved.isLoopbackAddress();
        port = from.port;
        certificate = from.certificate;
        privateKey = from.privateKey;
        tokens = List.copyOf(from.tokens);
        hostNames = List.copyOf(from.hostNames);
        title = from.title;
        trustedKeys = List.copyOf(from.trustedKeys);
        journalKeys = from.journalKeys;
        defaultVersion = from.defaultVersion;
        viewLog = from.viewLog;
        clock = from.clock;
        random = from.random;
    }

    /**
     * Begins with the preset.
     *
     * @param viewLog where views are recorded; {@link ViewLog#none()} only if somebody decided so
     * @return a builder
     */
    public static Builder local(ViewLog viewLog) {
        return new Builder(viewLog);
    }

    boolean tls() {
        return certificate != null;
    }

    /** Varies the preset. Not safe for several threads. */
    public static final class Builder {
        private final ViewLog viewLog;
        private final List<Token> tokens = new ArrayList<>();
        private final List<String> hostNames = new ArrayList<>();
        private String address = "127.0.0.1";
        private int port;
        private @Nullable Path certificate;
        private @Nullable Path privateKey;
        private boolean plainHttp;
        private String title = "";
        private String defaultVersion = "";
        private List<VerifierKey> trustedKeys = List.of();
        private @Nullable Path journalKeys;
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = new SecureRandom();

        private Builder(ViewLog viewLog) {
            this.viewLog = viewLog;
        }

        /**
         * Where to listen.
         *
         * @param value an address of this machine; anything but loopback needs TLS (or {@link #plainHttp}) and a token
         * @return this
         */
        public Builder address(String value) {
            address = value;
            return this;
        }

        /**
         * Where to listen.
         *
         * @param value 0 to 65535; 0, the default, picks a free port
         * @return this
         */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /**
         * Listens with TLS.
         *
         * @param certificateChain a PEM file, the server's certificate first
         * @param key a PEM file with its private key (PKCS #8)
         * @return this
         */
        public Builder tls(Path certificateChain, Path key) {
            certificate = certificateChain;
            privateKey = key;
            return this;
        }

        /**
         * Allows an address that is not loopback without TLS, for example behind a proxy that speaks TLS. Whoever is on the way can read
         * everything, tokens too.
         *
         * @return this
         */
        public Builder plainHttp() {
            plainHttp = true;
            return this;
        }

        /**
         * Lets in only who shows this token, or another that was added. Kept as a digest only.
         *
         * @param name whose it is; recorded with each view
         * @param secret at least 22 characters, drawn at random
         * @return this
         * @throws IllegalArgumentException if the secret is too short or the name blank
         */
        public Builder token(String name, String secret) {
            tokens.add(Token.of(name, secret));
            return this;
        }

        /**
         * A name by which browsers reach the page, beside the address itself ({@code localhost} for loopback). Requests for any other host
         * are refused.
         *
         * @param name without a port; requests may name any port
         * @return this
         */
        public Builder hostName(String name) {
            hostNames.add(name.toLowerCase(Locale.ROOT));
            return this;
        }

        /**
         * What the journal is called on the page.
         *
         * @param value for example the directory's name
         * @return this
         */
        public Builder title(String value) {
            title = value;
            return this;
        }

        /**
         * Which API version is the account's default: no log says so. The page marks it unless an address says another.
         *
         * @param version for example {@code 2026-09-30.clover}; empty if it is not known, which is the preset
         * @return this
         */
        public Builder defaultVersion(String version) {
            defaultVersion = version;
            return this;
        }

        /**
         * Judges checkpoints by keys that were kept elsewhere, instead of those in the journal's own directory.
         *
         * @param keys at least one
         * @return this
         */
        public Builder trustedKeys(List<VerifierKey> keys) {
            trustedKeys = keys;
            return this;
        }

        /**
         * Judges checkpoints by the journal's own {@code checkpoint.pub}, unless {@link #trustedKeys} are given. The page says that this
         * shows no more than that the journal agrees with itself.
         *
         * @param file read again for each new checkpoint; may be missing
         * @return this
         */
        public Builder journalKeys(Path file) {
            journalKeys = file;
            return this;
        }

        /**
         * Tells the time.
         *
         * @param value the system's clock by default
         * @return this
         */
        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /**
         * Draws session ids.
         *
         * @param value a {@link SecureRandom} by default
         * @return this
         */
        public Builder random(RandomGenerator value) {
            random = value;
            return this;
        }

        /**
         * Makes the value.
         *
         * @return the options
         * @throws IllegalArgumentException if they contradict each other or leave the page open to strangers; the message says what mends it
         */
        public PageOptions build() {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port=" + port + " is out of range; use 0 to 65535");
            }
            InetAddress resolved = resolved();
            if (!resolved.isLoopbackAddress()) {
                requireCare(resolved);
            }
            return new PageOptions(this, resolved);
        }

        private InetAddress resolved() {
            try {
                return InetAddress.getByName(address);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("no such address, address=" + address, e);
            }
        }

        private void requireCare(InetAddress resolved) {
            if (certificate == null && !plainHttp) {
                throw new IllegalArgumentException(
                        "address=" + address + " can be reached from other machines; give a TLS"
                                + " certificate and key, or say explicitly that plain HTTP is wanted");
            }
            if (tokens.isEmpty()) {
                throw new IllegalArgumentException("address=" + address
                        + " can be reached from other machines; give a token that visitors must show");
            }
            if (resolved.isAnyLocalAddress() && hostNames.isEmpty()) {
                throw new IllegalArgumentException("address=" + address
                        + " says no name by which browsers reach the page; give a host name, or listen on one address");
            }
        }
    }
}
