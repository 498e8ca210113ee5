/*
 * The second argument of every handler. Making one costs next to nothing: what it tells is fetched from the host when it
 * is first asked for, and always for its own invocation, whichever one happens to run by then.
 */
"use strict";

(function ({ host, library }) {
  const levels = ["debug", "info", "warn", "error"];

  function logOf(ticket) {
    const write = (level, values) => library("console").write(level, values, ticket);
    const log = (...values) => write("info", values);
    for (const level of levels) log[level] = (...values) => write(level, values);
    return log;
  }

  class InvocationContext {
    #ticket;
    #facts;
    #caller;
    #log;

    constructor(ticket) {
      this.#ticket = ticket;
    }

    get #known() {
      return (this.#facts ??= JSON.parse(host.invocation(this.#ticket)));
    }

    get #origin() {
      return (this.#caller ??= JSON.parse(host.callerJson(this.#ticket) || "{}"));
    }

    get request_id() {
      return this.#known.request_id;
    }
    get function_name() {
      return this.#known.function_name;
    }
    get function_version() {
      return this.#known.function_version;
    }
    get memory_limit_in_mb() {
      return this.#known.memory_limit_in_mb;
    }
    get deadline_ms() {
      return this.#known.deadline_ms;
    }
    get trace_id() {
      return this.#known.trace_id;
    }
    get span_id() {
      return this.#known.span_id;
    }
    get env() {
      return (this.#known.env ??= {});
    }
    get identity() {
      return this.#origin.identity;
    }
    get client_context() {
      return this.#origin.client_context;
    }
    get request() {
      return this.#origin.request;
    }
    get event() {
      return this.#origin.event;
    }
    get channel() {
      return this.#origin.channel;
    }
    get log() {
      return (this.#log ??= logOf(this.#ticket));
    }

    get_remaining_time_in_millis() {
      return Math.max(0, Math.floor(this.#known.deadline_ms - host.now()));
    }

    toJSON() {
      const { request_id, function_name, function_version, memory_limit_in_mb, deadline_ms } = this;
      const { trace_id, span_id } = this;
      return {
        request_id,
        function_name,
        function_version,
        memory_limit_in_mb,
        deadline_ms,
        trace_id,
        span_id,
      };
    }
  }

  const aliases = {
    aws_request_id: "request_id",
    requestId: "request_id",
    awsRequestId: "request_id",
    functionName: "function_name",
    functionVersion: "function_version",
    memoryLimitInMB: "memory_limit_in_mb",
    deadlineMs: "deadline_ms",
    traceId: "trace_id",
    spanId: "span_id",
    clientContext: "client_context",
  };
  const members = Object.getOwnPropertyDescriptors(InvocationContext.prototype);
  for (const [alias, name] of Object.entries(aliases)) {
    Object.defineProperty(InvocationContext.prototype, alias, members[name]);
  }
  Object.defineProperty(
    InvocationContext.prototype,
    "getRemainingTimeInMillis",
    members.get_remaining_time_in_millis,
  );
  return InvocationContext;
})
