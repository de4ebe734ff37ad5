package dev.annals.contracts.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.ActivityFilter;
import dev.annals.api.Cursor;
import dev.annals.api.LogStream;
import dev.annals.api.RecordKind;
import dev.annals.api.fetch.FetchListener;
import dev.annals.api.fetch.FetchOptions;
import dev.annals.api.fetch.Fetcher;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A provider that wants to harm: whatever it answers, the fetch ends with a failure that has a name, no broken page comes into the
 * journal, no other server is asked and the key goes nowhere else, and an honest answer afterwards is stored as ever.
 *
 * <p>Answers that drip, hang or never end are under test with the client ({@code AnswersTest}), where timeouts can be short.
 */
class HostileProviderCampaign {
    private static final String KEY = "rk_test_campaignSecret0123456789";
    private static final LogStream STREAM = new LogStream("test", null, ActivityFilter.all());
    private static final String EVIL_LOG =
            "{\"id\":\"accact_evil\",\"created\":\"2026-11-18T10:20:30Z\",\"context\":\"acct_1\"}";
    private static final int SEED = 20_261_122;

    @TempDir
    private Path scratch;

    private final List<FetchListener.Event> events = Collections.synchronizedList(new ArrayList<>());

    @Test
    void whateverItAnswersTheJournalIsUntouchedAndTheProcessUp() throws Exception {
        Vertx vertx = Vertx.vertx();
        int answers = 0;
        try (RawProvider provider = new RawProvider();
                RawProvider foreign = new RawProvider();
                Journal journal = Journal.open(scratch.resolve("journal"), JournalOptions.processDurability())) {
            honest(vertx, provider, journal, "accact_1");
            List<String> before = kept(journal);
            Cursor cursor = journal.resume(STREAM).cursor();
            for (Map.Entry<String, RawProvider.Saying> each :
                    hostile(foreign.uri().toString()).entrySet()) {
                provider.says(each.getValue());
                Fetcher.Result result = poll(vertx, provider, journal);
                assertThat(result.outcome())
                        .as(each.getKey())
                        .isIn(Fetcher.Outcome.UNREACHABLE, Fetcher.Outcome.REFUSED);
                assertThat(kept(journal)).as(each.getKey()).isEqualTo(before);
                answers++;
            }
            for (String url : evilUrls(foreign.uri().toString())) {
                provider.says(says(page(EVIL_LOG, "\"" + url + "\"")));
                assertThat(poll(vertx, provider, journal).outcome())
                        .as(url)
                        .isIn(Fetcher.Outcome.UNREACHABLE, Fetcher.Outcome.REFUSED);
                // What a page shows is kept; where it leads is not.
                assertThat(journal.resume(STREAM).cursor()).as(url).isEqualTo(cursor);
                answers++;
            }
            assertThat(provider.requests).allMatch(request -> request.startsWith("GET /v2/iam/activity_logs?"));
            assertThat(foreign.requests).isEmpty();
            assertThat(events.toString()).doesNotContain(KEY).doesNotContain("\u001b");
            honest(vertx, provider, journal, "accact_2");
            assertThat(journal.count(Query.all())).isEqualTo(3);
            assertThat(journal.verify(done -> {}).findings()).isEmpty();
        } finally {
            vertx.close().await();
        }
        System.out.println(
                "security campaign: hostile answers=" + answers + ", broken pages stored=0, other servers asked=0");
    }

    /** One log and an empty page behind it. */
    private void honest(Vertx vertx, RawProvider provider, Journal journal, String id) {
        byte[] page = page(
                "{\"id\":\"" + id + "\",\"created\":\"2026-11-18T10:20:30Z\",\"context\":\"acct_1\"}",
                "\"/v2/iam/activity_logs?page=p_" + id + "\"");
        byte[] empty = page("", "\"/v2/iam/activity_logs?page=p_" + id + "\"");
        int asked = provider.requests.size();
        provider.says(client -> {
            byte[] body = provider.requests.size() == asked + 1 ? page : empty;
            client.write(head("Content-Length: " + body.length));
            client.write(body);
        });
        assertThat(poll(vertx, provider, journal).outcome()).isEqualTo(Fetcher.Outcome.CAUGHT_UP);
    }

    private Fetcher.Result poll(Vertx vertx, RawProvider provider, Journal journal) {
        FetchOptions options = FetchOptions.forKey(KEY).toBuilder()
                .origin(provider.uri())
                .random(new Random(SEED))
                .backoff(Duration.ofMillis(1), Duration.ofMillis(2))
                .onceAttempts(2)
                .listener(events::add)
                .once(true)
                .build();
        try (Fetcher fetcher = Fetcher.start(vertx, options, journal)) {
            return fetcher.done().await();
        }
    }

    /** Events and pages: all but what the journal notes about failures. */
    private static List<String> kept(Journal journal) {
        try (Stream<Entry> entries =
                journal.query(Query.records().kinds(RecordKind.ACTIVITY_LOG, RecordKind.PAGE_COMMITTED))) {
            return entries.map(entry -> entry.payload().utf8()).toList();
        }
    }

    private static Map<String, RawProvider.Saying> hostile(String foreign) {
        Map<String, RawProvider.Saying> all = new LinkedHashMap<>();
        body(all, "nesting", "[".repeat(1_000_000));
        body(all, "nesting in a log", "{\"data\":[{\"id\":\"a\",\"x\":" + "{\"a\":".repeat(200_000));
        body(all, "data is no list", "{\"data\":{\"id\":\"a\"},\"next_page_url\":null}");
        body(all, "raw control characters", "{\"data\":[{\"id\":\"a\u001b]0;evil\u0007\n\"}],\"next_page_url\":null}");
        body(all, "text behind the page", new String(page(EVIL_LOG, "null"), StandardCharsets.UTF_8) + "garbage");
        body(all, "a page of 30 MB", "{\"data\":[],\"x\":\"" + "x".repeat(30 << 20) + "\",\"next_page_url\":null}");
        body(all, "an endless number", "{\"data\":[{\"id\":\"a\",\"n\":" + "9".repeat(9 << 20));
        body(all, "numbers that are none", "{\"data\":[{\"id\":\"a\",\"n\":1e}],\"next_page_url\":null}");
        body(all, "NaN", "{\"data\":[{\"id\":\"a\",\"n\":NaN}],\"next_page_url\":null}");
        bytes(all, "invalid UTF-8", withBytes(EVIL_LOG, new byte[] {(byte) 0xc3, (byte) 0x28}));
        bytes(all, "overlong UTF-8", withBytes(EVIL_LOG, new byte[] {(byte) 0xc0, (byte) 0xaf}));
        bytes(all, "encoded surrogate", withBytes(EVIL_LOG, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}));
        bytes(
                all,
                "UTF-16",
                new String(page(EVIL_LOG, "null"), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16));
        bytes(all, "a gzip bomb", gzip(256 << 20), "Content-Encoding: gzip");
        bytes(all, "gzip in silence", gzip(1 << 20));
        bytes(all, "an unknown encoding", page(EVIL_LOG, "null"), "Content-Encoding: evil");
        all.put(
                "a redirect",
                client -> client.write(("HTTP/1.1 302 Found\r\nLocation: " + foreign
                                + "/v2/iam/activity_logs\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1)));
        all.put("an error with a terminal sequence", client -> client.write(error("\\u001b]0;evil\\u0007\\u202e")));
        all.put("a header of 1 MB", client -> client.write(head("X-Evil: " + "x".repeat(1 << 20))));
        all.put("a hundred thousand headers", client -> client.write(head("X-E: x\r\n".repeat(100_000) + "X: y")));
        all.put("two lengths", client -> client.write(head("Content-Length: 5\r\nContent-Length: 50")));
        all.put("a negative length", client -> client.write(head("Content-Length: -5")));
        all.put(
                "a chunk of the size of a planet",
                client -> client.write(concat(
                        head("Transfer-Encoding: chunked"),
                        "7fffffffffffffff\r\n{".getBytes(StandardCharsets.US_ASCII))));
        all.put("no HTTP", client -> client.write("SSH-2.0-evil\r\n".getBytes(StandardCharsets.US_ASCII)));
        all.put("noise", client -> client.write(noise()));
        all.put("nothing", client -> {});
        return all;
    }

    private static List<String> evilUrls(String foreign) {
        return List.of(
                foreign + "/v2/iam/activity_logs?page=p",
                foreign.replace("http:", "") + "/v2/iam/activity_logs?page=p",
                "http://api.stripe.com@" + foreign.substring(7) + "/v2/iam/activity_logs",
                "/v2/iam/activity_logs?page=p\\r\\nX-Evil: 1",
                "/v2/iam/activity_logs?page=\\u001b[2J",
                "/v1/charges?page=p",
                "/v2/iam/../../v1/charges",
                "file:///etc/passwd",
                "/v2/iam/activity_logs?page=" + "x".repeat(100_000));
    }

    private static byte[] error(String message) {
        String body = "{\"error\":{\"code\":\"" + message + "\",\"message\":\"" + message + "\"}}";
        return ("HTTP/1.1 500 " + "Evil\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void body(Map<String, RawProvider.Saying> all, String name, String body) {
        bytes(all, name, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(Map<String, RawProvider.Saying> all, String name, byte[] body, String... headers) {
        all.put(name, says(body, headers));
    }

    private static RawProvider.Saying says(byte[] body, String... headers) {
        String more = String.join(
                "", Stream.of(headers).map(header -> header + "\r\n").toList());
        return client -> {
            client.write(head(more + "Content-Length: " + body.length));
            client.write(body);
        };
    }

    private static byte[] head(String headers) {
        return ("HTTP/1.1 200 OK\r\nDate: Fri, 20 Nov 2026 12:00:00 GMT\r\nContent-Type: application/json\r\n"
                        + "Connection: close\r\n" + headers + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] page(String logs, String nextPageUrl) {
        return ("{\"data\":[" + logs + "],\"next_page_url\":" + nextPageUrl + ",\"previous_page_url\":null}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] withBytes(String log, byte[] evil) {
        String[] halves = new String(page(log, "null"), StandardCharsets.UTF_8).split("evil", 2);
        return concat(
                concat(halves[0].getBytes(StandardCharsets.UTF_8), evil), halves[1].getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] noise() {
        byte[] noise = new byte[1 << 16];
        new Random(SEED).nextBytes(noise);
        return noise;
    }

    /** So many blanks before a page, in very little. */
    private static byte[] gzip(int blanks) {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        byte[] some = new byte[1 << 20];
        Arrays.fill(some, (byte) ' ');
        try (OutputStream zip = new GZIPOutputStream(small)) {
            for (int written = 0; written < blanks; written += some.length) {
                zip.write(some);
            }
            zip.write(page("", "null"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return small.toByteArray();
    }
}
