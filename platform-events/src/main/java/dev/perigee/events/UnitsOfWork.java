package dev.perigee.events;

/** Begins units of work; costs nothing until one of them is used. */
@FunctionalInterface
public interface UnitsOfWork {

    UnitOfWork begin(StateSpace space);
}
