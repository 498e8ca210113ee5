/*
 * Parses and writes URLs by the URL Standard. A parsed URL is a record: scheme, username, password, host (null for none),
 * port (null for the scheme's own), path (segments, or text when it is opaque), query and fragment (null for none).
 */
"use strict";

(function ({ library }) {
  const { sets, encode } = library("percent");
  const { parseHost } = library("urlhost");
  const ports = { "http:": 80, "https:": 443, "ws:": 80, "wss:": 443, "ftp:": 21, "file:": null };
  const isSpecial = (scheme) => Object.hasOwn(ports, scheme);
  const empty = () => ({ username: "", password: "", host: null, port: null, path: [], query: null, fragment: null });

  const isDot = (segment) => /^(\.|%2e)$/i.test(segment);
  const isDoubleDot = (segment) => /^(\.|%2e){2}$/i.test(segment);

  /** Adds the segments of a path to those it starts from. */
  function appendPath(segments, text, special) {
    const parts = text.split(special ? /[/\\]/ : "/");
    parts.forEach((part, i) => {
      const last = i === parts.length - 1;
      if (isDoubleDot(part)) {
        segments.pop();
        if (last) segments.push("");
      } else if (isDot(part)) {
        if (last) segments.push("");
      } else {
        segments.push(encode(part, sets.path));
      }
    });
    return segments;
  }

  /** A path that starts at the root, or is missing. */
  function absolutePath(text, special) {
    if (text === "") return special ? [""] : [];
    return appendPath([], text.slice(1), special);
  }

  function parsePort(text, scheme) {
    if (text === "") return null;
    if (!/^[0-9]+$/.test(text) || Number(text) > 65535) return undefined;
    return Number(text) === ports[scheme] ? null : Number(text);
  }

  /** Splits host and port; false when either is not one. */
  function parseHostAndPort(url, text) {
    const colon = text.endsWith("]") ? -1 : text.lastIndexOf(":");
    const inBrackets = colon >= 0 && text.lastIndexOf("]") > colon;
    const name = colon < 0 || inBrackets ? text : text.slice(0, colon);
    const port = colon < 0 || inBrackets ? null : parsePort(text.slice(colon + 1), url.scheme);
    if (port === undefined || (name === "" && (isSpecial(url.scheme) || colon >= 0))) return false;
    const host = name === "" ? "" : parseHost(name, isSpecial(url.scheme));
    if (host === undefined) return false;
    Object.assign(url, { host, port });
    return true;
  }

  function parseAuthority(url, text) {
    const special = isSpecial(url.scheme);
    const end = text.search(special ? /[/\\]/ : /\//);
    const authority = end < 0 ? text : text.slice(0, end);
    const at = authority.lastIndexOf("@");
    if (at >= 0) {
      const userinfo = authority.slice(0, at);
      const colon = userinfo.indexOf(":");
      url.username = encode(colon < 0 ? userinfo : userinfo.slice(0, colon), sets.userinfo);
      url.password = colon < 0 ? "" : encode(userinfo.slice(colon + 1), sets.userinfo);
      if (at === authority.length - 1) return undefined;
    }
    if (!parseHostAndPort(url, authority.slice(at + 1))) return undefined;
    url.path = absolutePath(end < 0 ? "" : text.slice(end), special);
    return url;
  }

  function parseFile(url, rest, base) {
    const slashes = rest.replace(/\\/g, "/");
    if (slashes.startsWith("//")) {
      const end = slashes.indexOf("/", 2);
      const name = slashes.slice(2, end < 0 ? undefined : end);
      const host = name === "" ? "" : parseHost(name, true);
      if (host === undefined) return undefined;
      url.host = host === "localhost" ? "" : host;
      url.path = absolutePath(end < 0 ? "" : slashes.slice(end), true);
      return url;
    }
    if (base?.scheme === "file:") return parseRelative(url, rest, base);
    url.host = "";
    url.path = absolutePath(slashes.startsWith("/") ? slashes : "/" + slashes, true);
    return url;
  }

  function parseRelative(url, rest, base) {
    const special = isSpecial(url.scheme);
    const slash = special ? /^[/\\]/ : /^\//;
    if (special ? /^[/\\]{2}/.test(rest) : rest.startsWith("//")) {
      return parseAuthority(url, special ? rest.replace(/^[/\\]+/, "") : rest.slice(2));
    }
    const { username, password, host, port } = base;
    Object.assign(url, { username, password, host, port });
    if (slash.test(rest)) {
      url.path = absolutePath(rest, special);
    } else if (rest === "") {
      url.path = [...base.path];
      url.query ??= base.query;
    } else {
      url.path = appendPath(base.path.slice(0, -1), rest, special);
    }
    return url;
  }

  function parseAbsolute(url, rest, base) {
    if (url.scheme === "file:") return parseFile(url, rest, base);
    if (isSpecial(url.scheme)) {
      if (base?.scheme === url.scheme && !/^[/\\]{2}/.test(rest)) return parseRelative(url, rest, base);
      return parseAuthority(url, rest.replace(/^[/\\]+/, ""));
    }
    if (rest.startsWith("//")) return parseAuthority(url, rest.slice(2));
    url.path = rest.startsWith("/") ? absolutePath(rest, false) : encode(rest, sets.control);
    return url;
  }

  const encodeQuery = (text, scheme) => encode(text, isSpecial(scheme) ? sets.specialQuery : sets.query);
  const encodeFragment = (text) => encode(text, sets.fragment);

  /** The record of a URL, or undefined when the text is none; `base` is a record. */
  function parse(input, base) {
    const text = input.replace(/^[\0-\x20]+|[\0-\x20]+$/g, "").replace(/[\t\n\r]/g, "");
    const hash = text.indexOf("#");
    const beforeHash = hash < 0 ? text : text.slice(0, hash);
    const question = beforeHash.indexOf("?");
    const main = question < 0 ? beforeHash : beforeHash.slice(0, question);
    const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(main)?.[0].toLowerCase();
    if (scheme === undefined && base === undefined) return undefined;
    const url = { scheme: scheme ?? base.scheme, ...empty() };
    if (question >= 0) url.query = encodeQuery(beforeHash.slice(question + 1), url.scheme);
    if (hash >= 0) url.fragment = encodeFragment(text.slice(hash + 1));
    if (scheme !== undefined) return parseAbsolute(url, main.slice(scheme.length), base);
    if (typeof base.path === "string") {
      // Only a fragment can be relative to an opaque path.
      return main === "" && question < 0 && hash >= 0 ? { ...base, fragment: url.fragment } : undefined;
    }
    return base.scheme === "file:" ? parseFile(url, main, base) : parseRelative(url, main, base);
  }

  function writePath(url) {
    if (typeof url.path === "string") return url.path;
    return url.path.length === 0 ? "" : "/" + url.path.join("/");
  }

  function write(url) {
    let text = url.scheme;
    if (url.host !== null) {
      text += "//";
      if (url.username !== "" || url.password !== "") {
        text += url.username + (url.password === "" ? "" : ":" + url.password) + "@";
      }
      text += url.host + (url.port === null ? "" : ":" + url.port);
    } else if (Array.isArray(url.path) && url.path.length > 1 && url.path[0] === "") {
      // Otherwise the path would be read as a host.
      text += "/.";
    }
    text += writePath(url);
    if (url.query !== null) text += "?" + url.query;
    return url.fragment === null ? text : text + "#" + url.fragment;
  }

  const encodeUserinfo = (text) => encode(text, sets.userinfo);
  return { parse, write, writePath, isSpecial, ports, parsePort, parseHostAndPort, absolutePath, encodeQuery, encodeFragment, encodeUserinfo };
})
