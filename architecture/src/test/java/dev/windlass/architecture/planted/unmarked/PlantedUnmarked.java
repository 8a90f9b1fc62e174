package dev.windlass.architecture.planted.unmarked;

/** Lies in a package without package-info, and so in no part either. */
public final class PlantedUnmarked {}
