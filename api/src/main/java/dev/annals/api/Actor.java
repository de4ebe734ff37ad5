package dev.annals.api;

import org.jspecify.annotations.Nullable;

/**
 * Who did it: the {@code actor} of an activity log. The provider calls its set of actor types closed and has extended it since, so
 * a type without a name here is {@link Unknown}.
 */
public sealed interface Actor {
    /**
     * The provider's word for the kind of actor.
     *
     * @return for example {@code user}; empty if the log names none
     */
    String type();

    /**
     * A person who was signed in.
     *
     * @param email the person's e-mail address, null if the log names none
     */
    record User(@Nullable String email) implements Actor {
        @Override
        public String type() {
            return "user";
        }
    }

    /**
     * A program that used an API key.
     *
     * @param id the key's id, never the key itself; null if the log names none
     */
    record ApiKey(@Nullable String id) implements Actor {
        @Override
        public String type() {
            return "api_key";
        }
    }

    /** The provider's own system or support. */
    record StripeAction() implements Actor {
        @Override
        public String type() {
            return "stripe_action";
        }
    }

    /**
     * An actor of a type that has no name here, or something that is not an actor at all.
     *
     * @param type the provider's word; empty if there was none
     * @param json the actor exactly as received; empty if the log has no actor
     */
    record Unknown(String type, String json) implements Actor {}
}
