package dev.windlass.engine;

import java.net.Socket;

/** Technology in core. */
public record PlantedSocketUser(Socket socket) {}
