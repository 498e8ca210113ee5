/* AbortController and what it needs of events: enough for cancelling a fetch and for libraries that pass signals on. */
"use strict";

(function ({ host }) {
  const codes = {
    IndexSizeError: 1,
    NotFoundError: 8,
    NotSupportedError: 9,
    InvalidStateError: 11,
    SyntaxError: 12,
    InvalidCharacterError: 5,
    TypeMismatchError: 17,
    NetworkError: 19,
    AbortError: 20,
    QuotaExceededError: 22,
    TimeoutError: 23,
    DataCloneError: 25,
  };

  class DOMException extends Error {
    #name;
    constructor(message = "", name = "Error") {
      super(message);
      this.#name = String(typeof name === "object" && name !== null ? (name.name ?? "Error") : name);
    }
    get name() {
      return this.#name;
    }
    get code() {
      return codes[this.#name] ?? 0;
    }
  }

  class Event {
    constructor(type, options = {}) {
      this.type = String(type);
      this.cancelable = Boolean(options.cancelable);
      this.defaultPrevented = false;
      this.target = null;
      this.currentTarget = null;
      this.timeStamp = host.now();
    }
    preventDefault() {
      if (this.cancelable) this.defaultPrevented = true;
    }
    stopImmediatePropagation() {
      this.stopped = true;
    }
    stopPropagation() {}
  }

  class EventTarget {
    #listeners = [];

    addEventListener(type, listener, options = {}) {
      if (listener === null || listener === undefined) return;
      if (this.#listeners.some((each) => each.type === type && each.listener === listener)) return;
      const { once = false, signal } = typeof options === "boolean" ? {} : options;
      if (signal?.aborted) return;
      this.#listeners.push({ type, listener, once });
      signal?.addEventListener("abort", () => this.removeEventListener(type, listener));
    }

    removeEventListener(type, listener) {
      this.#listeners = this.#listeners.filter((each) => each.type !== type || each.listener !== listener);
    }

    dispatchEvent(event) {
      event.target = event.currentTarget = this;
      const property = this[`on${event.type}`];
      if (typeof property === "function") property.call(this, event);
      for (const each of this.#listeners.filter(({ type }) => type === event.type)) {
        if (event.stopped) break;
        if (each.once) this.removeEventListener(each.type, each.listener);
        if (typeof each.listener === "function") each.listener.call(this, event);
        else each.listener.handleEvent(event);
      }
      return !event.defaultPrevented;
    }
  }

  class AbortSignal extends EventTarget {
    #aborted = false;
    #reason;
    onabort = null;

    get aborted() {
      return this.#aborted;
    }
    get reason() {
      return this.#reason;
    }
    throwIfAborted() {
      if (this.#aborted) throw this.#reason;
    }

    static fire(signal, reason) {
      if (signal.#aborted) return;
      signal.#aborted = true;
      signal.#reason = reason === undefined ? new DOMException("This operation was aborted", "AbortError") : reason;
      signal.dispatchEvent(new Event("abort"));
    }

    static abort(reason) {
      const signal = new AbortSignal();
      fire(signal, reason);
      return signal;
    }
    static timeout(ms) {
      const signal = new AbortSignal();
      host.sleep(Math.max(0, Number(ms) || 0)).then(() => fire(signal, new DOMException("The operation timed out", "TimeoutError")));
      return signal;
    }
    static any(signals) {
      const combined = new AbortSignal();
      for (const each of signals) {
        if (each.aborted) fire(combined, each.reason);
        else each.addEventListener("abort", () => fire(combined, each.reason), { once: true });
      }
      return combined;
    }
  }
  // Only controllers abort a signal, so the way to do it is no member that guests can reach.
  const fire = AbortSignal.fire;
  delete AbortSignal.fire;

  class AbortController {
    #signal = new AbortSignal();
    get signal() {
      return this.#signal;
    }
    abort(reason) {
      fire(this.#signal, reason);
    }
  }

  return { AbortController, AbortSignal, Event, EventTarget, DOMException };
})
