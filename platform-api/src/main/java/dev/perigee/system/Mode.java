package dev.perigee.system;

/** How far the process trusts who can reach it. */
public enum Mode {
    /** For others: listens on every address, and the management interface wants a token. */
    SERVE,
    /** For one developer: listens on loopback only, and wants none. */
    DEV
}
