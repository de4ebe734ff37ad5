package dev.annals.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.ApiException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.v2.StripeCollection;
import com.stripe.model.v2.iam.ActivityLog;
import com.stripe.param.v2.iam.ActivityLogListParams;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The official Java SDK, pointed at the sandbox and otherwise unchanged. */
class StripeJavaTest {
    private static final ActivityLogListParams FORTY =
            ActivityLogListParams.builder().setLimit(40L).build();

    private Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .logs(200)
            .keyWithoutPermission("rk_test_powerless")
            .key(SandboxOptions.DEFAULT_KEY)
            .build());

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void listsWithFilters() throws StripeException {
        StripeCollection<ActivityLog> logs = client(SandboxOptions.DEFAULT_KEY)
                .v2()
                .iam()
                .activityLogs()
                .list(ActivityLogListParams.builder()
                        .setLimit(100L)
                        .addActionGroup(ActivityLogListParams.ActionGroup.API_KEY)
                        .addAction(ActivityLogListParams.Action.API_KEY_CREATED)
                        .addAction(ActivityLogListParams.Action.API_KEY_DELETED)
                        .build());

        assertThat(logs.getData()).isNotEmpty().allSatisfy(log -> {
            assertThat(log.getType()).isIn("api_key_created", "api_key_deleted");
            assertThat(log.getDetails().getApiKey().getId()).startsWith("mk_");
            assertThat(log.getCreated()).isNotNull();
        });
    }

    @Test
    void retrievesOne() throws StripeException {
        String id = Client.ids(sandbox.visibleLogs()).get(7);

        ActivityLog log =
                client(SandboxOptions.DEFAULT_KEY).v2().iam().activityLogs().retrieve(id);

        assertThat(log.getId()).isEqualTo(id);
        assertThat(log.getContext()).isEqualTo(SandboxOptions.DEFAULT_ACCOUNT);
    }

    @Test
    void pagesByItselfWhenTheEndIsNull() throws StripeException {
        sandbox.close();
        sandbox =
                Sandbox.start(SandboxOptions.builder().logs(200).nullAtEnd(true).build());

        List<String> ids = new ArrayList<>();
        client(SandboxOptions.DEFAULT_KEY)
                .v2()
                .iam()
                .activityLogs()
                .list(FORTY)
                .autoPagingIterable()
                .forEach(log -> ids.add(log.getId()));

        assertThat(ids).isEqualTo(Client.ids(sandbox.visibleLogs())).hasSize(200);
    }

    @Test
    void cannotPageByItselfWhenTheEndIsAUrl() throws StripeException {
        StripeCollection<ActivityLog> first =
                client(SandboxOptions.DEFAULT_KEY).v2().iam().activityLogs().list(FORTY);
        List<String> ids = new ArrayList<>();

        assertThatThrownBy(() -> first.autoPagingIterable().forEach(log -> ids.add(log.getId())))
                .isInstanceOf(NoSuchElementException.class);
        assertThat(ids).hasSize(200);
    }

    @Test
    void errorsBecomeTheSdksExceptions() {
        assertThatThrownBy(() -> list("sk_test_other")).isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> list("rk_test_powerless")).isInstanceOf(PermissionException.class);
        assertThatThrownBy(() -> client(SandboxOptions.DEFAULT_KEY)
                        .v2()
                        .iam()
                        .activityLogs()
                        .retrieve("accact_nobody"))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.getStatusCode()).isEqualTo(404);
                    assertThat(e.getCode()).isEqualTo("not_found");
                    assertThat(e.getRequestId()).startsWith("req_");
                });
        assertThatThrownBy(() -> client(SandboxOptions.DEFAULT_KEY)
                        .v2()
                        .iam()
                        .activityLogs()
                        .list(ActivityLogListParams.builder().setLimit(1000L).build()))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void faultsBecomeTheSdksExceptions() throws StripeException {
        sandbox.inject(Fault.of(Fault.Kind.RATE_LIMITED));
        assertThatThrownBy(() -> list(SandboxOptions.DEFAULT_KEY)).isInstanceOf(RateLimitException.class);
        sandbox.inject(Fault.of(Fault.Kind.BAD_REQUEST).text("invalid_filters"));
        assertThatThrownBy(() -> list(SandboxOptions.DEFAULT_KEY)).isInstanceOf(InvalidRequestException.class);
        sandbox.inject(Fault.of(Fault.Kind.SERVER_ERROR).number(502));
        assertThatThrownBy(() -> list(SandboxOptions.DEFAULT_KEY)).isInstanceOf(ApiException.class);
        assertThat(list(SandboxOptions.DEFAULT_KEY).getData()).hasSize(40);
    }

    private StripeCollection<ActivityLog> list(String key) throws StripeException {
        return client(key).v2().iam().activityLogs().list(FORTY);
    }

    private StripeClient client(String key) {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(sandbox.uri().toString())
                .setMaxNetworkRetries(0)
                .build();
    }
}
