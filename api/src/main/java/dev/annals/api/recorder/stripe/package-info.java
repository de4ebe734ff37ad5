/**
 * Records what stripe-java sends. The host brings {@code com.stripe:stripe-java} itself.
 *
 * <p>Door: {@link dev.annals.api.recorder.stripe.RecordingStripe}. Any thread; never blocks or throws for the sake of recording.
 */
@NullMarked
package dev.annals.api.recorder.stripe;

import org.jspecify.annotations.NullMarked;
