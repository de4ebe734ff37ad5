package dev.annals.contracts.pact;

/** The names, states and examples that both sides of the pact use. No key here is or ever was a real one. */
final class Agreement {
    static final String CONSUMER = "annals";
    static final String PROVIDER = "activity-logs";

    static final String PATH = "/v2/iam/activity_logs";
    static final String KEY = "sk_test_sandbox";
    static final String UNKNOWN_KEY = "sk_test_unknown";
    static final String WEAK_KEY = "rk_test_weak";
    static final String ORG_KEY = "sk_org_test_sandbox";
    static final String ORG_CONTEXT = "org_sandbox";
    static final String VERSION = "2026-11-18.preview";
    static final String VERSION_PATTERN = "\\d{4}-\\d{2}-\\d{2}\\.preview";
    static final String ID = "accact_example";
    static final String TOKEN = "page_example";
    static final String NEXT_PAGE_URL = PATH + "?page=" + TOKEN;
    static final String NEXT_PAGE_PATTERN = "/v2/iam/activity_logs\\?page=page_\\w+";
    static final String TIME_PATTERN = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z";

    static final String HISTORY = "a history";
    static final String TOKEN_WITH_MORE = "a page token with more behind it";
    static final String TOKEN_AT_END = "a page token at the end";
    static final String TOKEN_EXPIRED = "a page token older than ten days";
    static final String ONE_LOG = "a log with a known id";
    static final String ORGANIZATION = "an organization with members";
    static final String KEY_WITHOUT_PERMISSION = "a key without the permission";
    static final String RATE_LIMITED = "the rate limit is reached";
    static final String BROKEN = "the provider fails";

    private Agreement() {}
}
