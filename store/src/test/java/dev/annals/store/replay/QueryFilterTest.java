package dev.annals.store.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.ActionGroup;
import dev.annals.api.ActionType;
import dev.annals.api.RecordKind;
import dev.annals.store.journal.Entry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each filter by itself, on a journal small enough to see: positions are in the comments of {@link #write}. */
class QueryFilterTest {
    private final MemoryLog log = new MemoryLog();
    private final Replay replay = Replay.ofReader(
            log::reader,
            Replay.Locator.NONE,
            () -> dev.annals.store.column.ColumnView.EMPTY,
            java.time.Duration.ofMillis(1));

    @BeforeEach
    void write() {
        // 0: a person creates a key
        log.append(Logs.log("""
                {"id":"accact_1","type":"api_key_created","livemode":true,"context":"acct_1",\
                "actor":{"type":"user","user":{"email":"Ada@Example.com"}},\
                "details":{"type":"api_key","api_key":{"id":"mk_1A","new_key":null}},"request":{"id":"req_1"}}""", Logs.T0));
        // 1: a lifecycle record that has the same words in it; 2: a key invites a person; 3: a payout of a later
        // version
        log.append(
                Logs.fact(RecordKind.PAGE_COMMITTED),
                Logs.log("""
                        {"id":"accact_2","type":"user_invite_created","livemode":false,"context":"acct_2",\
                        "actor":{"type":"api_key","api_key":{"id":"mk_1A"}},\
                        "details":{"type":"user_invite","user_invite":{"invited_user_email":"Bob@example.com","roles":["admin"]}}}""", Logs.T0.plusSeconds(10)),
                Logs.log("""
                        {"id":"accact_3","type":"payout_destination_added","context":"acct_1",\
                        "actor":{"type":"stripe_action"},"details":{"type":"payout"},\
                        "related_object":{"id":"ba_9","type":"bank_account"}}""", Logs.T0.plusSeconds(20)));
        // 4: a log without anything, and without a time; 5: something that is no JSON object; 6: another record kind
        log.append(
                new dev.annals.store.journal.NewRecord(
                        RecordKind.ACTIVITY_LOG, null, dev.annals.api.Payload.ofUtf8("{}")),
                Logs.log("[]", Logs.T0),
                Logs.fact(RecordKind.GAP));
    }

    @Test
    void allFindsActivityLogsOnly() {
        assertThat(positions(Query.all())).containsExactly(0L, 2L, 3L, 4L, 5L);
    }

    @Test
    void recordsFindsEveryKind() {
        assertThat(positions(Query.records())).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void kindsReplacesTheKindsAskedForBefore() {
        assertThat(positions(Query.all().kinds(RecordKind.GAP, RecordKind.PAGE_COMMITTED)))
                .containsExactly(1L, 6L);
    }

    @Test
    void action() {
        assertThat(positions(Query.all().action(new ActionType("api_key_created"))))
                .containsExactly(0L);
        assertThat(positions(Query.all().action("api_key_created", "user_invite_created")))
                .containsExactly(0L, 2L);
    }

    @Test
    void actionGroup() {
        assertThat(positions(Query.all().actionGroup(new ActionGroup("payout"))))
                .containsExactly(3L);
        assertThat(positions(Query.all().actionGroup("api_key").actionGroup("user_invite")))
                .containsExactly(0L, 2L);
    }

    @Test
    void actorIsAPersonOrAKey() {
        assertThat(positions(Query.all().actor("mk_1A"))).containsExactly(2L);
        assertThat(positions(Query.all().actor("ada@example.com"))).containsExactly(0L);
        assertThat(positions(Query.all().actorEmail("mk_1A"))).isEmpty();
        assertThat(positions(Query.all().actorKey("ada@example.com"))).isEmpty();
    }

    @Test
    void actorFiltersAreAlternativesBecauseNoActorIsBoth() {
        assertThat(positions(Query.all().actorEmail("ada@example.com").actorKey("mk_1A")))
                .containsExactly(0L, 2L);
    }

    @Test
    void addressesAreComparedWithoutRegardToCaseAndIdsExactly() {
        assertThat(positions(Query.all().actorEmail("ADA@EXAMPLE.COM"))).containsExactly(0L);
        assertThat(positions(Query.all().object("bOB@example.com"))).containsExactly(2L);
        assertThat(positions(Query.all().actorKey("mk_1a"))).isEmpty();
        assertThat(positions(Query.all().object("mk_1a"))).isEmpty();
    }

    @Test
    void objectIsAnIdInDetailsOrRelatedObjectButNotTheActor() {
        assertThat(positions(Query.all().object("mk_1A"))).containsExactly(0L);
        assertThat(positions(Query.all().object("ba_9"))).containsExactly(3L);
        assertThat(positions(Query.all().object("ada@example.com"))).isEmpty();
    }

    @Test
    void idContextRequestAndMode() {
        assertThat(positions(Query.records().id("accact_1"))).containsExactly(0L);
        assertThat(positions(Query.records().context("acct_1"))).containsExactly(0L, 3L);
        assertThat(positions(Query.all().requestId("req_1"))).containsExactly(0L);
        assertThat(positions(Query.all().livemode(true))).containsExactly(0L);
        assertThat(positions(Query.all().livemode(true).livemode(false))).containsExactly(2L);
    }

    @Test
    void sinceIsInclusiveUntilExclusiveAndBothLeaveOutWhatHasNoTime() {
        assertThat(positions(Query.all().since(Logs.T0.plusSeconds(10)))).containsExactly(2L, 3L);
        assertThat(positions(Query.all().until(Logs.T0.plusSeconds(10)))).containsExactly(0L, 5L);
        assertThat(positions(Query.all().since(Logs.T0.plusSeconds(1)).until(Logs.T0.plusSeconds(20))))
                .containsExactly(2L);
    }

    @Test
    void positionsAreInclusiveThenExclusive() {
        assertThat(positions(Query.records().fromPosition(2).toPosition(5))).containsExactly(2L, 3L, 4L);
        assertThat(positions(Query.records().fromPosition(99))).isEmpty();
        assertThat(positions(Query.records().descending().toPosition(99).limit(1)))
                .containsExactly(6L);
    }

    @Test
    void predicatesAreAskedTogetherAndLast() {
        assertThat(positions(Query.all()
                        .actionGroup("api_key", "payout")
                        .where(entry -> entry.position() > 0)
                        .where(entry -> entry.payload().utf8().contains("accact_3"))))
                .containsExactly(3L);
    }

    @Test
    void contradictionsAndEmptyValuesAreRefused() {
        Query all = Query.all();
        List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> refused = List.of(
                () -> all.action(""),
                () -> all.action(new String[0]),
                () -> all.actor(new String[0]),
                () -> all.limit(0),
                () -> all.limit(-1),
                () -> all.fromPosition(-1),
                () -> all.toPosition(0),
                () -> all.fromPosition(5).toPosition(5),
                () -> all.since(Logs.T0).until(Logs.T0),
                () -> all.id("accact_1").kinds(RecordKind.GAP),
                () -> all.kinds(RecordKind.GAP).id("accact_1"));
        assertThat(refused).allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class));
        assertThatThrownBy(() -> all.kinds(RecordKind.GAP).id("accact_1"))
                .hasMessageContaining("filters [id]")
                .hasMessageContaining("kinds=[gap]");
    }

    private List<Long> positions(Query query) {
        try (Stream<Entry> found = replay.query(query)) {
            List<Long> positions = found.map(Entry::position).toList();
            assertThat(replay.count(query)).isEqualTo(positions.size());
            return positions;
        }
    }
}
