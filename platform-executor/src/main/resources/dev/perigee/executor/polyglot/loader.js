/*
 * Wires a context: makes promises of the host's calls, runs boot.js, and gives the bundle's files require() and import.
 * The value is a function of the native functions and the handler's path; it returns what invokes the handler, or null
 * when the file exports no function.
 */
"use strict";

(function (native, handlerPath) {
  const { Promise, Uint8Array, ArrayBuffer, Error, Object, Map, JSON, Symbol } = globalThis;
  const isView = ArrayBuffer.isView;

  /** A copy of its own, since buffers of the host are slow to read. */
  function fromNative(buffer) {
    return buffer === null || buffer === undefined ? null : new Uint8Array(new ArrayBuffer(buffer)).slice();
  }

  function toNative(bytes) {
    if (isView(bytes)) {
      const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
      return whole ? bytes.buffer : bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    }
    return bytes === undefined ? null : bytes;
  }

  function failure(code, message, detail) {
    const error = new Error(message);
    error.code = code;
    error.detail = detail;
    return error;
  }

  /** Errors of the host become errors of the guest. */
  function plain(call) {
    try {
      return call();
    } catch (raised) {
      throw raised instanceof Error ? raised : new Error(raised?.message ?? "the call failed");
    }
  }

  /** Begins something that calls back with (code, message, detail) or (null, json, attachment). */
  function promised(begin) {
    return new Promise((resolve, reject) => {
      plain(() =>
        begin((code, text, more) => {
          if (code !== null) reject(failure(code, text, more));
          else resolve({ json: text, attachment: fromNative(more) });
        }),
      );
    });
  }

  const host = {
    call: (operation, json, attachment) => promised((done) => native.call(operation, json, toNative(attachment), done)),
    sleep: (ms) => promised((done) => native.sleep(ms, done)).then(() => undefined),
    log: (level, line, ticket) => native.log(level, line, ticket),
    settle(ticket, kind, a, b, c) {
      return kind === "response"
        ? native.settle(ticket, kind, a, b ?? [], toNative(c))
        : native.settle(ticket, kind, a);
    },
    now: () => native.now(),
    monotonic: () => native.monotonic(),
    uuid4: () => native.uuid4(),
    random: (n) => fromNative(plain(() => native.random(n))),
    hash: (algorithm, bytes) => fromNative(plain(() => native.hash(algorithm, toNative(bytes)))),
    hmac: (algorithm, key, bytes) => fromNative(plain(() => native.hmac(algorithm, toNative(key), toNative(bytes)))),
    invocation: (ticket) => native.invocation(ticket),
    callerJson: (ticket) => native.callerJson(ticket),
    files: () => native.files(),
    file: (path) => fromNative(native.file(path)),
  };

  const libraries = new Map();
  function load(name) {
    if (!libraries.has(name)) libraries.set(name, native.evaluate(name));
    return libraries.get(name);
  }

  const { modules, bind } = load("boot")(host, load);

  function platformModule(name) {
    return Object.hasOwn(modules, name) ? modules[name] : undefined;
  }
  native.offerModules((name) => {
    const found = platformModule(name);
    return found === undefined ? null : Object.keys(found).filter((key) => key !== "default");
  });

  const files = new Map();

  /** The exports of a file of the bundle, evaluated once per context. */
  function exportsOf(path) {
    const known = files.get(path);
    if (known !== undefined) return known.exports;
    if (path.endsWith(".json")) {
      const value = parseJson(path);
      files.set(path, { exports: value });
      return value;
    }
    if (native.isModule(path)) return native.importModule(path);
    const module = { exports: {}, id: path, filename: path, loaded: false };
    files.set(path, module);
    try {
      const slash = path.lastIndexOf("/");
      const directory = slash < 0 ? "." : path.slice(0, slash);
      const require = requireFrom(path);
      native.compile(path).call(module.exports, module.exports, require, module, path, directory);
    } catch (error) {
      files.delete(path);
      throw error;
    }
    module.loaded = true;
    return module.exports;
  }

  function parseJson(path) {
    try {
      return JSON.parse(native.text(path));
    } catch (error) {
      throw new Error(`${path}: ${error.message}`);
    }
  }

  function requireFrom(path) {
    return function require(name) {
      const found = native.resolve(String(name), path);
      if (found !== null) return exportsOf(found);
      const module = platformModule(String(name));
      if (module !== undefined) return module;
      throw new Error(`cannot find module "${name}", required by ${path}; tried ${native.tried(String(name), path)}`);
    };
  }

  // Imported CommonJS files and platform modules take their exports from here; it gives away nothing else.
  Object.defineProperty(globalThis, Symbol.for("perigee.module"), {
    value: (name) => (name.startsWith("/") ? exportsOf(name.slice(1)) : platformModule(name)),
  });

  const exported = exportsOf(handlerPath);
  for (const candidate of [exported, exported?.default, exported?.handler, exported?.default?.handler]) {
    if (typeof candidate === "function") return bind(candidate);
  }
  return null;
})
