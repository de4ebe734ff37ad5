package dev.annals.sandbox.planted;

import dev.annals.api.planted.PlantedHelper;

/** The other half of a planted cycle. Never run. */
public final class PlantedRoom {
    /** Points back. */
    public Class<?> back = PlantedHelper.class;
}
