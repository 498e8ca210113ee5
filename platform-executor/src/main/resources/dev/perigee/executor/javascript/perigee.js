/* The exports of the module "perigee". Each is small; what is heavy loads when it is first called. */
"use strict";

(function ({ host, library, ask, PerigeeError, reject }) {
  function requireName(value, what) {
    if (typeof value !== "string" || value === "") throw new TypeError(`${what} must be a non-empty string`);
  }

  const flow = {
    /** Runs another function and answers with its data. */
    async call(name, args = {}) {
      requireName(name, "flow.call: the function's name");
      if (args === null || typeof args !== "object" || Array.isArray(args)) {
        throw new TypeError("flow.call: the arguments must be an object");
      }
      return ask("flow.call", { function: name, args });
    },
  };

  function eventsOf(topic, events) {
    if (Array.isArray(events)) {
      return events.map((event, i) => {
        if (event === null || typeof event !== "object") throw new TypeError(`topics.append: event ${i} of "${topic}" is not an object`);
        const { key = null, payload = null, headers } = event;
        if (key !== null && typeof key !== "string" && typeof key !== "number") {
          throw new TypeError(`topics.append: the key of event ${i} of "${topic}" must be a string or a number`);
        }
        return { key: key === null ? null : String(key), payload, headers };
      });
    }
    if (events === null || typeof events !== "object") {
      throw new TypeError("topics.append: the events must be an object { key: payload } or an array of { key, payload, headers }");
    }
    return Object.entries(events).map(([key, payload]) => ({ key, payload }));
  }

  const topics = {
    /** Appends events to a topic when this invocation commits, or at once; answers with their number. */
    async append(topic, events, options = {}) {
      requireName(topic, "topics.append: the topic");
      return ask("topics.append", { topic, events: eventsOf(topic, events), immediate: options.immediate });
    },
  };

  const state = {
    /** The value of a key, or undefined. */
    async get(key, options) {
      return (await state.getEntry(key, options))?.value;
    },
    /** { key, value, version } of a key, or undefined. */
    async getEntry(key, options = {}) {
      requireName(key, "state.get: the key");
      return (await ask("state.get", { key, immediate: options.immediate })) ?? undefined;
    },
    /** Writes a value and answers with its version, -1 until the commit; `ttl` is in seconds. */
    async put(key, value, options = {}) {
      requireName(key, "state.put: the key");
      return (await ask("state.put", { key, value: value ?? null, ttl: options.ttl, immediate: options.immediate })).version;
    },
    /** Removes a key; answers whether there was one. */
    async delete(key, options = {}) {
      requireName(key, "state.delete: the key");
      return (await ask("state.delete", { key, immediate: options.immediate })).deleted;
    },
    /** Writes only when the key still has this version (0: does not exist); answers with the new version or false. */
    async cas(key, version, value, options = {}) {
      requireName(key, "state.cas: the key");
      if (!Number.isInteger(version)) throw new TypeError("state.cas: the version must be an integer");
      const answer = await ask("state.cas", { key, version, value: value ?? null, ttl: options.ttl, immediate: options.immediate });
      return answer.swapped ? answer.version : false;
    },
    /** A page of the keys with a prefix: { entries: [{ key, value, version }], next }. */
    async list(prefix = "", options = {}) {
      return ask("state.list", { prefix, limit: options.limit, after: options.after, immediate: options.immediate });
    },
  };

  /** An object becomes another one without becoming another object. */
  function become(given, changed) {
    if (given === null || typeof given !== "object" || changed === null || typeof changed !== "object") return;
    if (Array.isArray(given)) given.length = 0;
    for (const key of Object.keys(given)) delete given[key];
    Object.assign(given, changed);
  }

  const isPath = (channel) =>
    typeof channel === "string" || (Array.isArray(channel) && channel.every((segment) => typeof segment === "string"));

  const channels = {
    /**
     * Runs the subscribers of a channel, "a:b" or ["a", "b"], and its parents; answers with what they returned. What they
     * changed in the objects of the context is changed afterwards.
     */
    async publish(channel, ...context) {
      if (!isPath(channel)) throw new TypeError("channels.publish: the channel must be a string or an array of strings");
      const answer = await ask("channels.publish", { channel, context });
      answer.context?.forEach((changed, at) => become(context[at], changed));
      return answer.values;
    },
  };

  const http = {
    request: (options) => library("http").request(options),
    get: (url, options) => library("http").request({ ...options, method: "GET", url }),
    post: (url, body, options) => library("http").request({ ...options, method: "POST", url, body }),
    response: (options) => library("http").response(options),
  };

  const json = {
    null: null,
    array: (items = []) => Array.from(items),
    encode: (value) => JSON.stringify(value),
    decode: (text) => JSON.parse(text),
  };

  const uuid = Object.assign(() => host.uuid4(), {
    v4: () => host.uuid4(),
    v7: () => library("uuid").v7(),
    isValid: (text) => library("uuid").isValid(text),
  });

  const crypto = {
    hash: (algorithm, data, encoding) => library("crypto").hash(algorithm, data, encoding),
    hmac: (algorithm, key, data, encoding) => library("crypto").hmac(algorithm, key, data, encoding),
    random: (length, encoding) => library("crypto").random(length, encoding),
    equal: (a, b) => library("crypto").equal(a, b),
  };

  const jwt = {
    sign: (claims, key, options) => library("jwt").sign(claims, key, options),
    verify: (token, key, options) => library("jwt").verify(token, key, options),
    decode: (token) => library("jwt").decode(token),
  };

  const sleep = async (ms) => {
    await host.sleep(Math.max(0, Number(ms) || 0));
  };

  const time = {
    now: () => Math.floor(host.now()),
    monotonic: () => host.monotonic(),
    iso: (ms = host.now()) => new Date(ms).toISOString(),
  };

  const log = {};
  for (const level of ["debug", "info", "warn", "error"]) {
    log[level] = (...values) => library("console").write(level, values);
  }

  return { flow, topics, state, http, channels, json, uuid, crypto, jwt, sleep, time, log, reject, PerigeeError };
})
