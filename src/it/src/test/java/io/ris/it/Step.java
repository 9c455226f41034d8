package io.ris.it;

/**
 * A point in a program's code at which {@link KillPoints} can hold it.
 *
 * @param name what has just happened there
 * @param type the class, with its package
 * @param method all of that name
 * @param about what one of the method's arguments must be for the point to count: the end of its class's name, or a part of it
 *     where it is a text; empty for any
 */
record Step(String name, String type, String method, Edge edge, String about) {

    /** On which side of a method a point is. */
    enum Edge {
        ENTRY,
        EXIT
    }

    /** Just before a method does anything. */
    static Step before(String name, String type, String method, String about) {
        return new Step(name, type, method, Edge.ENTRY, about);
    }

    /** When a method has done all and is about to return. */
    static Step after(String name, String type, String method, String about) {
        return new Step(name, type, method, Edge.EXIT, about);
    }

    @Override
    public String toString() {
        return name;
    }
}
