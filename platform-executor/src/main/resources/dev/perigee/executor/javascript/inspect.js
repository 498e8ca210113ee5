/* Shows values as people write them: Node's formatting of console arguments, on one line. */
"use strict";

(function () {
  const maxDepth = 2;
  const maxItems = 100;
  const maxText = 10_000;
  const custom = Symbol.for("nodejs.util.inspect.custom");
  const simpleKey = /^[A-Za-z_$][\w$]*$/;

  function quote(text) {
    const shown = text.length > maxText ? text.slice(0, maxText) : text;
    const mark = !shown.includes("'") ? "'" : !shown.includes('"') ? '"' : !shown.includes("`") ? "`" : "'";
    const escaped = shown.replace(/[\\\x00-\x1f\x7f]|['"`]/g, (c) => {
      if (c === "\n") return "\\n";
      if (c === "\t") return "\\t";
      if (c === "\r") return "\\r";
      if (c === "\\") return "\\\\";
      if (c === "'" || c === '"' || c === "`") return c === mark ? "\\" + c : c;
      return "\\x" + c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
    });
    const rest = text.length - shown.length;
    return mark + escaped + mark + (rest > 0 ? `... ${rest} more character${rest > 1 ? "s" : ""}` : "");
  }

  function primitive(value) {
    switch (typeof value) {
      case "string":
        return quote(value);
      case "bigint":
        return `${value}n`;
      case "number":
        return Object.is(value, -0) ? "-0" : String(value);
      default:
        return String(value);
    }
  }

  function constructorName(object) {
    for (let at = object; at !== null; at = Object.getPrototypeOf(at)) {
      const descriptor = Object.getOwnPropertyDescriptor(at, "constructor");
      if (typeof descriptor?.value === "function" && descriptor.value.name !== "") return descriptor.value.name;
    }
    return null;
  }

  function functionLabel(value) {
    const source = Function.prototype.toString.call(value);
    if (source.startsWith("class")) {
      const parent = Object.getPrototypeOf(value)?.name;
      return `[class ${value.name || "(anonymous)"}${parent ? ` extends ${parent}` : ""}]`;
    }
    const kind = constructorName(value) ?? "Function";
    return value.name ? `[${kind}: ${value.name}]` : `[${kind} (anonymous)]`;
  }

  function errorLabel(error) {
    const head = `${error.name}: ${error.message}`;
    const stack = typeof error.stack === "string" ? error.stack : "";
    const at = stack.search(/\n\s+at /);
    const shown = (error.message === "" ? error.name : head) + (at >= 0 ? stack.slice(at).trimEnd() : "");
    return shown || `[${head}]`;
  }

  class Inspection {
    constructor(depth) {
      this.depth = depth;
      this.path = [];
      this.circular = new Map();
    }

    show(value, level) {
      if (value === null || (typeof value !== "object" && typeof value !== "function")) return primitive(value);
      if (this.path.includes(value)) {
        if (!this.circular.has(value)) this.circular.set(value, this.circular.size + 1);
        return `[Circular *${this.circular.get(value)}]`;
      }
      this.path.push(value);
      let text;
      try {
        text = this.object(value, level);
      } finally {
        this.path.pop();
      }
      return this.circular.has(value) ? `<ref *${this.circular.get(value)}> ${text}` : text;
    }

    object(value, level) {
      const name = constructorName(value);
      if (typeof value[custom] === "function") {
        const shown = value[custom]((inner) => this.show(inner, level + 1));
        return typeof shown === "string" ? shown : this.show(shown, level + 1);
      }
      if (typeof value === "function") return this.braces(functionLabel(value), [], value, level, true);
      if (value instanceof Error) {
        const cause = Object.hasOwn(value, "cause") ? [`[cause]: ${this.show(value.cause, level + 1)}`] : [];
        return this.braces(errorLabel(value), cause, value, level, true);
      }
      if (value instanceof Date) {
        const time = Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
        return this.braces(time, [], value, level, true);
      }
      if (value instanceof RegExp) return this.braces(RegExp.prototype.toString.call(value), [], value, level, true);
      if (value instanceof Number || value instanceof String || value instanceof Boolean) {
        return `[${name}: ${primitive(value.valueOf())}]`;
      }
      if (level > this.depth) return Array.isArray(value) ? "[Array]" : `[${name ?? "Object: null prototype"}]`;
      if (Array.isArray(value)) return this.array(value, name, level);
      if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return this.view(value, name);
      if (value instanceof ArrayBuffer) return `ArrayBuffer { byteLength: ${value.byteLength} }`;
      if (value instanceof Map) return this.collection(value, `${name}(${value.size})`, level);
      if (value instanceof Set) return this.collection(value, `${name}(${value.size})`, level);
      const tag = name === "Object" ? "" : (name ?? "[Object: null prototype]");
      return this.braces(tag, [], value, level, false);
    }

    array(value, name, level) {
      const items = [];
      let empty = 0;
      const flush = () => {
        if (empty > 0) items.push(`<${empty} empty item${empty > 1 ? "s" : ""}>`);
        empty = 0;
      };
      const shown = Math.min(value.length, maxItems);
      for (let i = 0; i < shown; i++) {
        if (!(i in value)) {
          empty++;
          continue;
        }
        flush();
        items.push(this.show(value[i], level + 1));
      }
      flush();
      this.more(items, value.length - shown);
      for (const key of Reflect.ownKeys(value)) {
        if (typeof key === "symbol" || !/^(\d+|length)$/.test(key)) this.property(items, value, key, level);
      }
      const tag = name === "Array" ? "" : `${name}(${value.length}) `;
      return items.length === 0 ? `${tag}[]` : `${tag}[ ${items.join(", ")} ]`;
    }

    view(value, name) {
      const items = Array.from(value.subarray(0, maxItems), primitive);
      this.more(items, value.length - items.length);
      return items.length === 0 ? `${name}(0) []` : `${name}(${value.length}) [ ${items.join(", ")} ]`;
    }

    collection(value, tag, level) {
      const items = [];
      for (const entry of value.entries()) {
        if (items.length === maxItems) break;
        const [key, held] = entry.map((part) => this.show(part, level + 1));
        items.push(value instanceof Map ? `${key} => ${held}` : key);
      }
      this.more(items, value.size - items.length);
      return this.braces(tag, items, value, level, false);
    }

    more(items, rest) {
      if (rest > 0) items.push(`... ${rest} more item${rest > 1 ? "s" : ""}`);
    }

    /** The own properties after a tag; a bare tag stays bare when there are none. */
    braces(tag, items, value, level, bare) {
      for (const key of Reflect.ownKeys(value)) this.property(items, value, key, level);
      if (items.length === 0) return bare ? tag : tag === "" ? "{}" : `${tag} {}`;
      return `${tag === "" ? "" : tag + " "}{ ${items.join(", ")} }`;
    }

    property(items, value, key, level) {
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      if (!descriptor?.enumerable) return;
      const name = typeof key === "symbol" ? `[${String(key)}]` : simpleKey.test(key) ? key : quote(key);
      let shown;
      if (descriptor.get) shown = descriptor.set ? "[Getter/Setter]" : "[Getter]";
      else if (descriptor.set) shown = "[Setter]";
      else shown = this.show(descriptor.value, level + 1);
      items.push(`${name}: ${shown}`);
    }
  }

  function show(value, options) {
    const depth = options?.depth === undefined ? maxDepth : (options.depth ?? Infinity);
    return new Inspection(depth).show(value, 0);
  }

  const specifiers = {
    "%s": (value) => (typeof value === "string" ? value : typeof value === "object" ? show(value, { depth: 0 }) : primitive(value)),
    "%d": (value) => (typeof value === "bigint" ? `${value}n` : typeof value === "symbol" ? "NaN" : primitive(Number(value))),
    "%i": (value) => (typeof value === "bigint" ? `${value}n` : typeof value === "symbol" ? "NaN" : primitive(parseInt(value, 10))),
    "%f": (value) => (typeof value === "symbol" ? "NaN" : primitive(parseFloat(value))),
    "%j": (value) => JSON.stringify(value),
    "%o": (value) => show(value, { depth: 4 }),
    "%O": (value) => show(value),
    "%c": () => "",
  };

  /** Joins console arguments; a first string may hold format specifiers. */
  function format(values) {
    let used = 0;
    const parts = [];
    if (values.length > 1 && typeof values[0] === "string") {
      used = 1;
      const filled = values[0].replace(/%[sdifjoOc%]/g, (specifier) => {
        if (specifier === "%%") return "%";
        return used < values.length ? specifiers[specifier](values[used++]) : specifier;
      });
      parts.push(filled);
    }
    for (const value of values.slice(used)) parts.push(typeof value === "string" ? value : show(value));
    return parts.join(" ");
  }

  return { show, format };
})
