package dev.perigee.lua.runtime;

/** Holds a local variable that closures share because it is assigned after they were made. */
public final class Cell {

    public Object value;

    public Cell(Object value) {
        this.value = value;
    }
}
