package dev.annals.console;

import dev.annals.store.projection.Completeness;
import dev.annals.store.projection.InvitationState;
import dev.annals.store.projection.KeyState;
import dev.annals.store.projection.UserState;

/** Prints entities of one kind one after the other, and then how complete that was. */
interface InventoryPrinter {
    void print(KeyState key);

    void print(UserState user);

    void print(InvitationState invitation);

    /** Ends; nothing is printed after this. */
    void end(Completeness completeness);
}
