package dev.annals.api.planted;

import com.fasterxml.jackson.core.JsonFactory;
import com.stripe.StripeClient;
import dev.annals.sandbox.planted.PlantedRoom;
import dev.annals.store.journal.Durability;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Instant;
import net.jpountz.lz4.LZ4Factory;
import net.openhft.chronicle.queue.ChronicleQueue;
import org.junit.jupiter.api.Disabled;

/** Breaks every rule on purpose, so that the rules are seen to bite. Never run. */
public final class PlantedHelper {
    /** Points at another house, and closes a cycle. */
    public PlantedRoom room = new PlantedRoom();

    Object durability = Durability.POWER;
    Class<?> engine = ChronicleQueue.class;
    Class<?> compression = LZ4Factory.class;
    Class<?> http = Vertx.class;
    Class<?> page = Router.class;
    Class<?> json = JsonFactory.class;
    Class<?> stripe = StripeClient.class;

    /** Reads a clock, sleeps and prints. */
    @Disabled
    public void act() throws InterruptedException {
        Thread.sleep(1);
        System.out.println(Instant.now() + " " + new JsonFactory() + Vertx.vertx() + ChronicleQueue.single("x"));
    }
}
