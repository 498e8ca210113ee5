/*
 * Timers over host.sleep. They belong to the invocation that set them: when it ends, the host forgets its sleeps, and
 * because a timer is only reachable from its own callback nothing stays behind in the warm context.
 */
"use strict";

(function ({ host, library }) {
  let lastId = 0;

  function guarded(callback, values) {
    try {
      callback(...values);
    } catch (error) {
      library("console").error("Uncaught", error);
    }
  }

  class Timeout {
    #id = ++lastId;
    live = true;
    ref() {
      return this;
    }
    unref() {
      return this;
    }
    hasRef() {
      return this.live;
    }
    close() {
      this.live = false;
      return this;
    }
    [Symbol.toPrimitive]() {
      return this.#id;
    }
  }

  function milliseconds(delay, least) {
    const ms = Number(delay);
    return ms > least ? Math.min(ms, 0x7fffffff) : least;
  }

  function requireFunction(callback) {
    if (typeof callback !== "function") throw new TypeError("the callback of a timer must be a function");
  }

  function setTimeout(callback, delay, ...values) {
    requireFunction(callback);
    const timer = new Timeout();
    host.sleep(milliseconds(delay, 0)).then(() => {
      if (!timer.live) return;
      timer.live = false;
      guarded(callback, values);
    });
    return timer;
  }

  function setInterval(callback, delay, ...values) {
    requireFunction(callback);
    const timer = new Timeout();
    // At least a millisecond, or an interval of nothing would keep the lane busy.
    const period = milliseconds(delay, 1);
    const again = () =>
      host.sleep(period).then(() => {
        if (!timer.live) return;
        guarded(callback, values);
        if (timer.live) again();
      });
    again();
    return timer;
  }

  function clear(timer) {
    if (timer instanceof Timeout) timer.live = false;
  }

  function queueMicrotask(callback) {
    if (typeof callback !== "function") throw new TypeError("queueMicrotask takes a function");
    Promise.resolve().then(() => guarded(callback, []));
  }

  return {
    setTimeout,
    setInterval,
    setImmediate: (callback, ...values) => setTimeout(callback, 0, ...values),
    clearTimeout: (timer) => clear(timer),
    clearInterval: (timer) => clear(timer),
    clearImmediate: (timer) => clear(timer),
    queueMicrotask,
  };
})
