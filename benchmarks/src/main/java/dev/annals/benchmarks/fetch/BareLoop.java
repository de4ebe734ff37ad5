package dev.annals.benchmarks.fetch;

import dev.annals.api.client.ClientOptions;
import dev.annals.benchmarks.history.History;
import dev.annals.benchmarks.report.Figures;
import dev.annals.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * Reads all pages over one kept connection, finds the next page's URL at the end of each and throws the rest away: the least that a reader can
 * do. Argument: the origin.
 */
final class BareLoop {
    private static final String NEXT = "\"next_page_url\":\"";

    private BareLoop() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        URI origin = URI.create(args[0]);
        String url = "/v2/iam/activity_logs?limit=" + History.PAGE;
        long pages = 0;
        boolean more = true;
        while (more) {
            byte[] page = get(client, origin.resolve(url));
            pages++;
            more = !startsEmpty(page);
            url = next(page);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Figures figures = new Figures();
        figures.put("pages", (double) pages);
        figures.put("seconds", seconds);
        System.out.print(figures.lines());
    }

    private static byte[] get(HttpClient client, URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + SandboxOptions.DEFAULT_KEY)
                .header("Stripe-Version", ClientOptions.API_VERSION)
                .build();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("bare loop refused, status=" + answer.statusCode() + ", url=" + uri);
        }
        return answer.body();
    }

    private static boolean startsEmpty(byte[] page) {
        return text(page, 0, Math.min(page.length, 16)).startsWith("{\"data\":[]");
    }

    private static String next(byte[] page) throws IOException {
        int from = Math.max(0, page.length - 1024);
        String tail = text(page, from, page.length - from);
        int at = tail.indexOf(NEXT);
        if (at < 0) {
            throw new IOException("page without next_page_url, tail=" + tail);
        }
        return tail.substring(at + NEXT.length(), tail.indexOf('"', at + NEXT.length()));
    }

    private static String text(byte[] page, int from, int length) {
        return new String(page, from, length, StandardCharsets.UTF_8);
    }
}
