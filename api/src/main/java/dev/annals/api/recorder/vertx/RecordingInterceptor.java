package dev.annals.api.recorder.vertx;

import dev.annals.api.recorder.Observation;
import dev.annals.api.recorder.RequestRecorder;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.multipart.FormDataPart;
import io.vertx.ext.web.multipart.MultipartForm;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Records each request of a Vert.x {@code WebClient}:
 *
 * <pre>{@code
 * WebClient client = WebClient.create(vertx).addInterceptor(RecordingInterceptor.of(recorder));
 * }</pre>
 *
 * <p>Redirections that the client follows are one request, whose answer is the last. Recorded are bodies that are buffers, texts, JSON or
 * forms (of a form the attributes, without files); those that are streamed, and answers that a codec turned into anything else, are not.
 */
public final class RecordingInterceptor implements Handler<HttpContext<?>> {
    private static final String KEY = RecordingInterceptor.class.getName();

    private final RequestRecorder recorder;

    private RecordingInterceptor(RequestRecorder recorder) {
        this.recorder = recorder;
    }

    /**
     * An interceptor for any number of clients.
     *
     * @param recorder where requests are recorded; closed by the host
     * @return for {@code WebClient.addInterceptor}
     */
    public static Handler<HttpContext<?>> of(RequestRecorder recorder) {
        return new RecordingInterceptor(recorder);
    }

    @Override
    public void handle(HttpContext<?> context) {
        Running running = context.get(KEY);
        if (running == null) {
            running = new Running(recorder.observe());
            context.set(KEY, running);
        }
        running.on(context);
        context.next();
    }

    /** One request on its way through the client's phases, on one Vert.x context. */
    private static final class Running {
        private final Observation observation;
        private @Nullable Buffer body;
        private boolean sent;

        Running(Observation observation) {
            this.observation = observation;
        }

        void on(HttpContext<?> context) {
            ClientPhase phase = context.phase();
            if (phase == ClientPhase.PREPARE_REQUEST) {
                body = buffer(context.body()); // What the host gave: the client's own forms cannot be read again.
            } else if (phase == ClientPhase.SEND_REQUEST) {
                send(context);
            } else if (phase == ClientPhase.RECEIVE_RESPONSE) {
                HttpClientResponse response = context.clientResponse();
                observation.answered(response.statusCode(), response::getHeader);
            } else if (phase == ClientPhase.DISPATCH_RESPONSE) {
                Buffer received = buffer(context.response().body());
                if (received != null) {
                    observation.received(bytes(received));
                }
                observation.ended();
            } else if (phase == ClientPhase.FAILURE) {
                fail(context);
            }
        }

        private void send(HttpContext<?> context) {
            if (sent) {
                return; // A redirection.
            }
            sent = true;
            HttpClientRequest request = context.clientRequest();
            observation.requested(request.getMethod().name(), request.getURI(), request.headers()::get);
            if (body != null) {
                observation.sent(bytes(body));
            }
        }

        private void fail(HttpContext<?> context) {
            if (!sent && context.requestOptions() != null) {
                observation.requested(
                        context.requestOptions().getMethod().name(),
                        String.valueOf(context.requestOptions().getURI()),
                        name -> context.requestOptions().getHeaders() == null
                                ? null
                                : context.requestOptions().getHeaders().get(name));
            }
            observation.failed(context.failure());
        }

        private static ByteBuffer bytes(Buffer buffer) {
            return ByteBuffer.wrap(buffer.getBytes());
        }

        private static @Nullable Buffer buffer(@Nullable Object body) {
            if (body instanceof Buffer buffer) {
                return buffer;
            }
            if (body instanceof String text) {
                return Buffer.buffer(text);
            }
            if (body instanceof JsonObject json) {
                return json.toBuffer();
            }
            if (body instanceof JsonArray json) {
                return json.toBuffer();
            }
            return body instanceof MultipartForm form ? Buffer.buffer(attributes(form)) : null;
        }

        private static String attributes(MultipartForm form) {
            StringBuilder text = new StringBuilder();
            for (FormDataPart part : form) {
                if (part.isAttribute()) {
                    text.append(text.length() == 0 ? "" : "&")
                            .append(URLEncoder.encode(part.name(), StandardCharsets.UTF_8))
                            .append('=')
                            .append(URLEncoder.encode(part.value(), StandardCharsets.UTF_8));
                }
            }
            return text.toString();
        }
    }
}
