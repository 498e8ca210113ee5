package dev.perigee.problems;

/** Whose fault a problem is; decides how it is logged and counted. */
public enum Fault {
    CALLER,
    CAPACITY,
    DEPENDENCY,
    INTERNAL
}
