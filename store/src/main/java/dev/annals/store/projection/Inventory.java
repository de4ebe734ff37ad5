package dev.annals.store.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Every API key, user and invitation as it was at any instant, folded from the journal's activity logs.
 *
 * <p><b>At an instant</b> means: from all logs that are in the journal with {@code created} at or before it, those of one entity in the
 * order of {@code created}, and of equal times in the order of positions. A log that came late counts where it happened, not where it
 * was stored; where no log came late this is the order of positions. A log without a readable time belongs to no instant.
 *
 * <p><b>Said, shown, inferred.</b> An event changes an entity only if its type is one that this release knows to change it. Any other
 * event with the details of a key or an invitation, and a sign-in, shows the facts in them, and these hold until another event says or
 * shows others: so a change that the provider did not log is seen at the next view or sign-in. Of the events of one UTC day that only show the same facts of an
 * entity, and of the uses of one day, the first and the last are looked at; an instant between them does not see those between. Each
 * state names what was inferred.
 *
 * <p><b>How complete</b> an answer is, it says itself: {@link Completeness}. After records were pruned it is made from what remains; whoever
 * had read them before may count them until the journal is opened again, and says so.
 *
 * <p>Costs: a question first reads what was appended since the last one, then walks the histories of the entities it is about. The first
 * question of a process begins with the file under {@code derived/projections}, which the writer keeps (also while it is open, in the
 * background); without it, all of the journal is read. A journal that was opened to read only never writes it; what was read beyond it
 * and does not fit into some 24 MiB of memory goes into a file among the system's temporary files. May be used from any thread; one at a time is served.
 */
public interface Inventory {
    /**
     * Chooses the instant. Reads nothing.
     *
     * @param instant at which; for what is now, the host's clock says what now is
     * @return asks about that instant, as often as wanted
     */
    Standing at(Instant instant);

    /**
     * Questions about one instant. Each method throws {@link dev.annals.store.journal.JournalClosedException} if the journal is closed,
     * {@link dev.annals.store.journal.JournalCorruptedException} if damage is met, and {@link
     * dev.annals.store.journal.JournalFailedException} or {@link dev.annals.store.journal.JournalOutOfSpaceException} if a file cannot be
     * read or written.
     */
    interface Standing {
        /**
         * Every key, ordered by (context, id), without holding them all in memory.
         *
         * @param consumer given each key while the inventory is locked; it must not ask the inventory, whose other users wait
         * @return how complete that was
         * @throws IllegalStateException if the consumer asks the inventory
         */
        Completeness keys(Consumer<? super KeyState> consumer);

        /**
         * Every user, ordered by (context, email).
         *
         * @param consumer as for {@link #keys(Consumer)}
         * @return how complete that was
         */
        Completeness users(Consumer<? super UserState> consumer);

        /**
         * Every invitation, ordered by (context, email), those to one address as they followed each other.
         *
         * @param consumer as for {@link #keys(Consumer)}
         * @return how complete that was
         */
        Completeness invitations(Consumer<? super InvitationState> consumer);

        /**
         * How complete answers are.
         *
         * @return as the other questions would say now
         */
        Completeness completeness();

        /**
         * One key.
         *
         * @param context the account that it belongs to, empty for logs that name none
         * @param id its id
         * @return empty if nothing is known of it at that instant
         */
        Optional<KeyState> key(String context, String id);

        /**
         * One user.
         *
         * @param context the account, empty for logs that name none
         * @param email the address, in any case
         * @return empty if nothing is known of the person at that instant
         */
        Optional<UserState> user(String context, String email);

        /**
         * As {@link #keys(Consumer)}, in a list.
         *
         * @return the keys
         */
        default List<KeyState> keys() {
            List<KeyState> found = new ArrayList<>();
            keys(found::add);
            return found;
        }

        /**
         * As {@link #users(Consumer)}, in a list.
         *
         * @return the users
         */
        default List<UserState> users() {
            List<UserState> found = new ArrayList<>();
            users(found::add);
            return found;
        }

        /**
         * As {@link #invitations(Consumer)}, in a list.
         *
         * @return the invitations
         */
        default List<InvitationState> invitations() {
            List<InvitationState> found = new ArrayList<>();
            invitations(found::add);
            return found;
        }
    }
}
