package dev.perigee.lua.runtime;

import static dev.perigee.lua.runtime.Nil.NIL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidArrayIndexException;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import dev.perigee.lua.LuaContext;
import dev.perigee.lua.LuaLanguage;
import java.util.ArrayList;

/**
 * What other languages see of a table: string keys as members, the keys from 1 as array elements.
 */
@ExportLibrary(InteropLibrary.class)
abstract class TableInterop implements TruffleObject {

    private LuaTable self() {
        return (LuaTable) this;
    }

    @ExportMessage
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object getMembers(boolean includeInternal) {
        var names = new ArrayList<>();
        var table = self();
        for (int at = table.nextEntry(LuaTable.START); at >= 0; at = table.nextEntry(at + 1)) {
            if (table.keyAt(at) instanceof LuaString name) {
                names.add(name);
            }
        }
        return new ValueList(names.toArray());
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberReadable(String member) {
        return self().get(LuaString.of(member)) != NIL;
    }

    @ExportMessage
    @TruffleBoundary
    Object readMember(String member) throws UnknownIdentifierException {
        var value = self().get(LuaString.of(member));
        if (value == NIL) {
            throw UnknownIdentifierException.create(member);
        }
        return value;
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberInvocable(String member) {
        return self().get(LuaString.of(member)) instanceof LuaFunction;
    }

    /** Calls a field that is a function, with these arguments only. */
    @ExportMessage
    @TruffleBoundary
    Object invokeMember(String member, Object[] arguments) throws UnknownIdentifierException {
        if (self().get(LuaString.of(member)) instanceof LuaFunction function) {
            return function.execute(arguments);
        }
        throw UnknownIdentifierException.create(member);
    }

    @ExportMessage
    boolean isMemberModifiable(String member) {
        return isMemberReadable(member);
    }

    @ExportMessage
    boolean isMemberInsertable(String member) {
        return !isMemberReadable(member);
    }

    @ExportMessage
    @TruffleBoundary
    void writeMember(String member, Object value) {
        self().put(LuaString.of(member), Foreign.toLua(value));
    }

    @ExportMessage
    boolean isMemberRemovable(String member) {
        return isMemberReadable(member);
    }

    @ExportMessage
    @TruffleBoundary
    void removeMember(String member) {
        self().put(LuaString.of(member), NIL);
    }

    /** Embedders see the globals as a scope. */
    @ExportMessage
    boolean isScope() {
        return self() == LuaContext.get(null).globals();
    }

    @ExportMessage
    boolean hasLanguage() {
        return true;
    }

    @ExportMessage
    Class<LuaLanguage> getLanguage() {
        return LuaLanguage.class;
    }

    @ExportMessage
    boolean hasArrayElements() {
        return true;
    }

    @ExportMessage
    long getArraySize() {
        return self().length();
    }

    @ExportMessage
    boolean isArrayElementReadable(long index) {
        return index >= 0 && index < self().length();
    }

    @ExportMessage
    Object readArrayElement(long index) throws InvalidArrayIndexException {
        if (!isArrayElementReadable(index)) {
            throw InvalidArrayIndexException.create(index);
        }
        return self().get(index + 1);
    }

    @ExportMessage
    boolean isArrayElementModifiable(long index) {
        return isArrayElementReadable(index);
    }

    @ExportMessage
    boolean isArrayElementInsertable(long index) {
        return index == self().length();
    }

    @ExportMessage
    void writeArrayElement(long index, Object value) throws InvalidArrayIndexException {
        if (index < 0 || index > self().length()) {
            throw InvalidArrayIndexException.create(index);
        }
        self().put(index + 1, Foreign.toLua(value));
    }

    @ExportMessage
    Object toDisplayString(boolean allowSideEffects) {
        return toString();
    }
}
