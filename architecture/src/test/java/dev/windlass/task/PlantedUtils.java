package dev.windlass.task;

/** A name that says nothing. */
public final class PlantedUtils {}
