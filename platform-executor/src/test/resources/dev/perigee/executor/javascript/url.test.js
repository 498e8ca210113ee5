const href = (input, base) => URL.parse(input, base)?.href;

test("parts of a full URL", () => {
  const url = new URL("https://user:p%40ss@Example.COM:8443/a/b?x=1&y=2#frag");
  const { protocol, username, password, host, hostname, port, pathname, search, hash, origin } = url;
  assert.deepEqual(
    { protocol, username, password, host, hostname, port, pathname, search, hash, origin },
    {
      protocol: "https:",
      username: "user",
      password: "p%40ss",
      host: "example.com:8443",
      hostname: "example.com",
      port: "8443",
      pathname: "/a/b",
      search: "?x=1&y=2",
      hash: "#frag",
      origin: "https://example.com:8443",
    },
  );
  assert.equal(String(url), "https://user:p%40ss@example.com:8443/a/b?x=1&y=2#frag");
  assert.equal(JSON.stringify({ url }), `{"url":"${url}"}`);
});

const normalized = {
  "http://h": "http://h/",
  "http://h:80/": "http://h/",
  "https://h:443": "https://h/",
  "http://h:": "http://h/",
  "http://h:00080/": "http://h/",
  "  http://h/a b\t\n ": "http://h/a%20b",
  "ht\ntp://h/": "http://h/",
  "http:h/x": "http://h/x",
  "http:\\\\h\\a\\b": "http://h/a/b",
  "http://///h/x": "http://h/x",
  "http://h/a/./b/../c": "http://h/a/c",
  "http://h/a/..": "http://h/",
  "http://h/a/%2e%2E/b/%2e": "http://h/b/",
  "http://h/../../x": "http://h/x",
  "http://h//a//": "http://h//a//",
  "http://h/é?é#é": "http://h/%C3%A9?%C3%A9#%C3%A9",
  "http://h/%zz%41": "http://h/%zz%41",
  "http://h/\"<>`{}^|": "http://h/%22%3C%3E%60%7B%7D%5E|",
  "http://h/?a'b \"c": "http://h/?a%27b%20%22c",
  "http://h/#a b`": "http://h/#a%20b%60",
  "http://h?q": "http://h/?q",
  "http://h#": "http://h/#",
  "http://h/?": "http://h/?",
  "http://a@b@h/": "http://a%40b@h/",
  "http://a:b:c@h/": "http://a:b%3Ac@h/",
  "http://:p@h/": "http://:p@h/",
  "http://@h/": "http://h/",
  "http://ex%41mple.com/": "http://example.com/",
  "http://bücher.de/": "http://xn--bcher-kva.de/",
  "http://例え.jp": "http://xn--r8jz45g.jp/",
  "http://ＧＯ.com": "http://go.com/",
  "http://a。b/": "http://a.b/",
  "http://192.168.1": "http://192.168.0.1/",
  "http://0x7f.1": "http://127.0.0.1/",
  "http://017700000001": "http://127.0.0.1/",
  "http://2130706433": "http://127.0.0.1/",
  "http://1.2.3.4.": "http://1.2.3.4/",
  "http://1.2.3.4a": "http://1.2.3.4a/",
  "http://[::1]:80/": "http://[::1]/",
  "http://[2001:DB8:0:0:1:0:0:1]/": "http://[2001:db8::1:0:0:1]/",
  "http://[::ffff:1.2.3.4]/": "http://[::ffff:102:304]/",
  "http://[1:0:2:3:4:5:6:7]/": "http://[1:0:2:3:4:5:6:7]/",
  "http://[0:0:0:0:0:0:0:0]": "http://[::]/",
  "file:///etc/../x": "file:///x",
  "file://localhost/x": "file:///x",
  "file:x": "file:///x",
  "mailto:a@b.c": "mailto:a@b.c",
  "data:text/plain,a b": "data:text/plain,a b",
  "foo://H:80/a/../b?x#y": "foo://H:80/b?x#y",
  "foo:/a/b": "foo:/a/b",
  "foo:/.//x": "foo:/.//x",
  "foo://": "foo://",
};
for (const [input, expected] of Object.entries(normalized)) {
  test(`normalizes ${JSON.stringify(input)}`, () => assert.equal(href(input), expected));
}

const refused = [
  "", "h", "/x", "//h", "http://", "http:///", "http://h:x", "http://h:65536", "http://a b/", "http://a<b", "http://%00/",
  "http://a%2fb", "http://[::1", "http://[1::2::3]", "http://[12345::]", "http://[1:2:3:4:5:6:7]", "http://[::1.2.3]", "http://[::1.2.3.256]",
  "http://1.2.3.4.5", "http://256.1.1.1", "http://1.2.3.08", "http://0x100000000", "http://user@", "http://user@/x", "http://:80", "foo://h:x/", "foo://a b/",
  "foo://:80/", "1http://h", "http://%zz/",
];
for (const input of refused) {
  test(`refuses ${JSON.stringify(input)}`, () => {
    assert.throws(() => new URL(input), { name: "TypeError", code: "ERR_INVALID_URL", message: "Invalid URL" });
    assert.equal(URL.canParse(input), false);
  });
}

// RFC 3986, section 5.4, and what the URL Standard does beyond it.
const base = "http://a/b/c/d;p?q";
const relative = {
  "g:h": "g:h", g: "http://a/b/c/g", "./g": "http://a/b/c/g", "g/": "http://a/b/c/g/", "/g": "http://a/g", "//g": "http://g/",
  "?y": "http://a/b/c/d;p?y", "g?y": "http://a/b/c/g?y", "#s": "http://a/b/c/d;p?q#s", "g#s": "http://a/b/c/g#s", ";x": "http://a/b/c/;x",
  "": "http://a/b/c/d;p?q", ".": "http://a/b/c/", "..": "http://a/b/", "../g": "http://a/b/g", "../..": "http://a/", "../../../g": "http://a/g",
  "/./g": "http://a/g", "g.": "http://a/b/c/g.", "..g": "http://a/b/c/..g", "g;x=1/../y": "http://a/b/c/y", "g?y/../x": "http://a/b/c/g?y/../x",
  "http:g": "http://a/b/c/g", "\\x": "http://a/x", "\\\\x\\y": "http://x/y", "https:g": "https://g/", "?": "http://a/b/c/d;p?",
};
for (const [input, expected] of Object.entries(relative)) {
  test(`resolves ${JSON.stringify(input)}`, () => assert.equal(href(input, base), expected));
}

test("bases that cannot have relatives", () => {
  assert.equal(href("x", "mailto:a"), undefined);
  assert.equal(href("#f", "mailto:a"), "mailto:a#f");
  assert.equal(href("x", "not a base"), undefined);
  assert.equal(href("http://h/", "not a base"), undefined);
  assert.equal(href("../y", "file:///a/b/c"), "file:///a/y");
  assert.equal(href("y", "foo://h/a/b"), "foo://h/a/y");
});

test("setters change what is valid and ignore the rest", () => {
  const url = new URL("http://h/a?b#c");
  const set = (name, value) => {
    url[name] = value;
    return url.href;
  };
  assert.equal(set("protocol", "https"), "https://h/a?b#c");
  assert.equal(set("protocol", "foo:"), "https://h/a?b#c");
  assert.equal(set("port", "8443x"), "https://h:8443/a?b#c");
  assert.equal(set("port", "443"), "https://h/a?b#c");
  assert.equal(set("port", "70000"), "https://h/a?b#c");
  assert.equal(set("host", "Other:81/ignored"), "https://other:81/a?b#c");
  assert.equal(set("hostname", "a b"), "https://other:81/a?b#c");
  assert.equal(set("hostname", "third:9"), "https://other:81/a?b#c");
  assert.equal(set("hostname", "third"), "https://third:81/a?b#c");
  assert.equal(set("port", ""), "https://third/a?b#c");
  assert.equal(set("username", "u:ü"), "https://u%3A%C3%BC@third/a?b#c");
  assert.equal(set("password", "p@"), "https://u%3A%C3%BC:p%40@third/a?b#c");
  assert.equal(set("pathname", "x/../y z?#"), "https://u%3A%C3%BC:p%40@third/y%20z%3F%23?b#c");
  assert.equal(set("search", "q=1#"), "https://u%3A%C3%BC:p%40@third/y%20z%3F%23?q=1%23#c");
  assert.equal(set("hash", "#z z"), "https://u%3A%C3%BC:p%40@third/y%20z%3F%23?q=1%23#z%20z");
  assert.equal(set("search", ""), "https://u%3A%C3%BC:p%40@third/y%20z%3F%23#z%20z");
  assert.equal(set("hash", ""), "https://u%3A%C3%BC:p%40@third/y%20z%3F%23");
  assert.equal(set("href", "http://new/"), "http://new/");
  assert.throws(() => set("href", "bad"), TypeError);
  assert.equal(url.href, "http://new/");
});

test("searchParams and the URL follow each other", () => {
  const url = new URL("http://h/?a=1&b=2&a=3");
  const params = url.searchParams;
  assert.deepEqual(params.getAll("a"), ["1", "3"]);
  params.append("c", "x y&");
  assert.equal(url.search, "?a=1&b=2&a=3&c=x+y%26");
  params.delete("a");
  params.set("b", "é");
  assert.equal(url.href, "http://h/?b=%C3%A9&c=x+y%26");
  url.search = "?z=1";
  assert.deepEqual([...params], [["z", "1"]]);
  params.delete("z");
  assert.equal(url.href, "http://h/");
  assert.equal(url.searchParams, params);
});

test("URLSearchParams from text, pairs and objects", () => {
  assert.deepEqual([...new URLSearchParams("?a=1&b&=c&&d=%41+%zz%C3%A9&e=f=g")], [["a", "1"], ["b", ""], ["", "c"], ["d", "A %zzé"], ["e", "f=g"]]);
  assert.equal(String(new URLSearchParams([["a", 1], ["a", "2"]])), "a=1&a=2");
  assert.equal(String(new URLSearchParams({ a: "b c", "d*-._~": "😀" })), "a=b+c&d*-._%7E=%F0%9F%98%80");
  assert.equal(String(new URLSearchParams(new URLSearchParams("x=1"))), "x=1");
  assert.equal(String(new URLSearchParams()), "");
  assert.throws(() => new URLSearchParams([["a"]]), TypeError);
});

test("URLSearchParams finds, removes and sorts by name and value", () => {
  const params = new URLSearchParams("b=2&a=1&b=1&a=0");
  assert.equal(params.has("b", "1"), true);
  assert.equal(params.has("b", "3"), false);
  assert.equal(params.get("none"), null);
  params.sort();
  assert.equal(String(params), "a=1&a=0&b=2&b=1");
  params.delete("a", "0");
  assert.equal(params.size, 3);
  assert.deepEqual([...params.keys()], ["a", "b", "b"]);
  assert.deepEqual([...params.values()], ["1", "2", "1"]);
  const seen = [];
  params.forEach((value, name) => seen.push(name + value));
  assert.deepEqual(seen, ["a1", "b2", "b1"]);
});

test("origins", () => {
  assert.equal(new URL("http://h:81/x").origin, "http://h:81");
  assert.equal(new URL("file:///x").origin, "null");
  assert.equal(new URL("blob:https://h/x").origin, "https://h");
  assert.equal(new URL("mailto:a").origin, "null");
});

test("the console shows URLs", () => {
  console.log(new URL("http://h/?a=1"), new URL("http://h/?a=1").searchParams);
  assert.deepEqual(Array.from(takeLines()), ["info URL { href: 'http://h/?a=1' } URLSearchParams { 'a' => '1' }"]);
});
