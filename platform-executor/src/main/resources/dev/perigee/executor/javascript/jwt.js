/* JSON Web Tokens with HMAC signatures. The algorithm is the verifier's choice, never the token's. */
"use strict";

(function ({ host, library, bytes, PerigeeError }) {
  const digests = { HS256: "sha256", HS384: "sha384", HS512: "sha512" };
  const part = (value) => library("encoding").toBase64Url(bytes(JSON.stringify(value)));
  const invalid = (message) => new PerigeeError("invalid_token", message);

  function digestOf(algorithm) {
    const digest = Object.hasOwn(digests, algorithm) ? digests[algorithm] : undefined;
    if (digest === undefined) throw new RangeError(`unknown algorithm "${algorithm}": use ${Object.keys(digests).join(", ")}`);
    return digest;
  }

  function requireKey(key) {
    if (key === undefined || key === null || bytes(key, "key").length === 0) throw new TypeError("jwt: a key is required");
  }

  /** options: algorithm (HS256), header, expires_in (seconds from now). */
  function sign(claims, key, options = {}) {
    requireKey(key);
    const algorithm = options.algorithm ?? "HS256";
    const digest = digestOf(algorithm);
    const expiresIn = options.expires_in ?? options.expiresIn;
    const body = expiresIn === undefined ? claims : { ...claims, exp: Math.floor(host.now() / 1000) + expiresIn };
    const signed = `${part({ typ: "JWT", ...options.header, alg: algorithm })}.${part(body)}`;
    return `${signed}.${library("crypto").hmac(digest, key, signed, "base64url")}`;
  }

  function decodePart(encoded, what) {
    const decoded = library("encoding").fromBase64(encoded);
    try {
      const value = JSON.parse(library("utf8").decode(decoded));
      if (value !== null && typeof value === "object" && !Array.isArray(value)) return value;
    } catch {
      // Reported below like everything else that is no JSON object.
    }
    throw invalid(`the token's ${what} is not a JSON object in base64url`);
  }

  /** Header and claims without any check of the signature. */
  function decode(token) {
    const parts = String(token).split(".");
    if (parts.length !== 3) throw invalid("the token does not have three parts");
    return { header: decodePart(parts[0], "header"), claims: decodePart(parts[1], "payload") };
  }

  function checkTimes(claims, options) {
    const now = host.now() / 1000;
    const leeway = options.leeway ?? 0;
    for (const name of ["exp", "nbf"]) {
      if (claims[name] !== undefined && typeof claims[name] !== "number") throw invalid(`the claim "${name}" is not a number`);
    }
    if (claims.exp !== undefined && now >= claims.exp + leeway) throw invalid("the token has expired");
    if (claims.nbf !== undefined && now < claims.nbf - leeway) throw invalid("the token is not valid yet");
  }

  function checkParties(claims, options) {
    if (options.issuer !== undefined && claims.iss !== options.issuer) throw invalid("the token has another issuer");
    if (options.audience !== undefined && ![claims.aud].flat().includes(options.audience)) {
      throw invalid("the token is for another audience");
    }
  }

  /** The claims of a valid token; options: algorithms, leeway (seconds), issuer, audience. */
  function verify(token, key, options = {}) {
    requireKey(key);
    const { header, claims } = decode(token);
    const allowed = options.algorithms ?? (options.algorithm ? [options.algorithm] : Object.keys(digests));
    if (!allowed.includes(header.alg)) throw invalid(`the token's algorithm ${JSON.stringify(header.alg)} is not allowed`);
    const end = token.lastIndexOf(".");
    const expected = library("crypto").hmac(digestOf(header.alg), key, token.slice(0, end), "base64url");
    if (!library("crypto").equal(expected, token.slice(end + 1))) throw invalid("the token's signature does not match");
    checkTimes(claims, options);
    checkParties(claims, options);
    return claims;
  }

  return { sign, verify, decode };
})
