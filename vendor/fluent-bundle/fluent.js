//! @fluent/bundle 0.19.1 of Project Fluent, Copyright Mozilla and others, licensed under the Apache License 2.0 (LICENSE beside this file).
// One script of its modules, in which names of its own are short, otherwise as published; README.md beside this file says how it was made.
var Fluent = (() => {
  var I = Object.defineProperty;
  var ae = Object.getOwnPropertyDescriptor;
  var ue = Object.getOwnPropertyNames;
  var le = Object.prototype.hasOwnProperty;
  var fe = (r, e) => {
    for (var t in e)
      I(r, t, { get: e[t], enumerable: true });
  };
  var ce = (r, e, t, i) => {
    if (e && typeof e === "object" || typeof e === "function") {
      for (let o of ue(e))
        if (!le.call(r, o) && o !== t)
          I(r, o, { get: () => e[o], enumerable: !(i = ae(e, o)) || i.enumerable });
    }
    return r;
  };
  var Ee = (r) => ce(I({}, "__esModule", { value: true }), r);

  // package/esm/index.js
  var Le = {};
  fe(Le, {
    FluentBundle: () => _,
    FluentDateTime: () => E,
    FluentNone: () => u,
    FluentNumber: () => f,
    FluentResource: () => x,
    FluentType: () => c
  });

  // package/esm/types.js
  var c = class {
    /**
     * Create a `FluentType` instance.
     *
     * @param value The JavaScript value to wrap.
     */
    constructor(e) {
      this.value = e;
    }
    /**
     * Unwrap the raw value stored by this `FluentType`.
     */
    valueOf() {
      return this.value;
    }
  };
  var u = class extends c {
    /**
     * Create an instance of `FluentNone` with an optional fallback value.
     * @param value The fallback value of this `FluentNone`.
     */
    constructor(e = "???") {
      super(e);
    }
    /**
     * Format this `FluentNone` to the fallback string.
     */
    toString(e) {
      return `{${this.value}}`;
    }
  };
  var f = class extends c {
    /**
     * Create an instance of `FluentNumber` with options to the
     * `Intl.NumberFormat` constructor.
     *
     * @param value The number value of this `FluentNumber`.
     * @param opts Options which will be passed to `Intl.NumberFormat`.
     */
    constructor(e, t = {}) {
      super(e);
      this.opts = t;
    }
    /**
     * Format this `FluentNumber` to a string.
     */
    toString(e) {
      if (e) {
        try {
          const t = e.memoizeIntlObject(Intl.NumberFormat, this.opts);
          return t.format(this.value);
        } catch (t) {
          e.reportError(t);
        }
      }
      return this.value.toString(10);
    }
  };
  var E = class r extends c {
    static supportsValue(e) {
      if (typeof e === "number")
        return true;
      if (e instanceof Date)
        return true;
      if (e instanceof c)
        return r.supportsValue(e.valueOf());
      if ("Temporal" in globalThis) {
        const t = globalThis.Temporal;
        if (e instanceof t.Instant || e instanceof t.PlainDateTime || e instanceof t.PlainDate || e instanceof t.PlainMonthDay || e instanceof t.PlainTime || e instanceof t.PlainYearMonth) {
          return true;
        }
      }
      return false;
    }
    /**
     * Create an instance of `FluentDateTime` with options to the
     * `Intl.DateTimeFormat` constructor.
     *
     * @param value The number value of this `FluentDateTime`, in milliseconds.
     * @param opts Options which will be passed to `Intl.DateTimeFormat`.
     */
    constructor(e, t = {}) {
      if (e instanceof r) {
        t = { ...e.opts, ...t };
        e = e.value;
      } else if (e instanceof c) {
        e = e.valueOf();
      }
      if (typeof e === "object" && "calendarId" in e && t.calendar === void 0) {
        t = { ...t, calendar: e.calendarId };
      }
      super(e);
      this.opts = t;
    }
    [Symbol.toPrimitive](e) {
      return e === "string" ? this.toString() : this.toNumber();
    }
    /**
     * Convert this `FluentDateTime` to a number.
     * Note that this isn't always possible due to the nature of Temporal objects.
     * In such cases, a TypeError will be thrown.
     */
    toNumber() {
      const e = this.value;
      if (typeof e === "number")
        return e;
      if (e instanceof Date)
        return e.getTime();
      if ("epochMilliseconds" in e) {
        return e.epochMilliseconds;
      }
      if ("toZonedDateTime" in e) {
        return e.toZonedDateTime("UTC").epochMilliseconds;
      }
      throw new TypeError("Unwrapping a non-number value as a number");
    }
    /**
     * Format this `FluentDateTime` to a string.
     */
    toString(e) {
      if (e) {
        try {
          const t = e.memoizeIntlObject(Intl.DateTimeFormat, this.opts);
          return t.format(this.value);
        } catch (t) {
          e.reportError(t);
        }
      }
      if (typeof this.value === "number" || this.value instanceof Date) {
        return new Date(this.value).toISOString();
      }
      return this.value.toString();
    }
  };

  // package/esm/resolver.js
  var B = 100;
  var he = "\u2068";
  var me = "\u2069";
  function pe(r, e, t) {
    if (t === e) {
      return true;
    }
    if (t instanceof f && e instanceof f && t.value === e.value) {
      return true;
    }
    if (e instanceof f && typeof t === "string") {
      let i = r.memoizeIntlObject(Intl.PluralRules, e.opts).select(e.value);
      if (t === i) {
        return true;
      }
    }
    return false;
  }
  function K(r, e, t) {
    if (e[t]) {
      return w(r, e[t].value);
    }
    r.reportError(new RangeError("No default"));
    return new u();
  }
  function O(r, e) {
    const t = [];
    const i = /* @__PURE__ */ Object.create(null);
    for (const o of e) {
      if (o.type === "narg") {
        i[o.name] = y(r, o.value);
      } else {
        t.push(y(r, o));
      }
    }
    return { positional: t, named: i };
  }
  function y(r, e) {
    switch (e.type) {
      case "str":
        return e.value;
      case "num":
        return new f(e.value, {
          minimumFractionDigits: e.precision
        });
      case "var":
        return de(r, e);
      case "mesg":
        return we(r, e);
      case "term":
        return ge(r, e);
      case "func":
        return ye(r, e);
      case "select":
        return be(r, e);
      default:
        return new u();
    }
  }
  function de(r, { name: e }) {
    let t;
    if (r.params) {
      if (Object.prototype.hasOwnProperty.call(r.params, e)) {
        t = r.params[e];
      } else {
        return new u(`$${e}`);
      }
    } else if (r.args && Object.prototype.hasOwnProperty.call(r.args, e)) {
      t = r.args[e];
    } else {
      r.reportError(new ReferenceError(`Unknown variable: $${e}`));
      return new u(`$${e}`);
    }
    if (t instanceof c) {
      return t;
    }
    switch (typeof t) {
      case "string":
        return t;
      case "number":
        return new f(t);
      case "object":
        if (E.supportsValue(t)) {
          return new E(t);
        }
      // eslint-disable-next-line no-fallthrough
      default:
        r.reportError(new TypeError(`Variable type not supported: $${e}, ${typeof t}`));
        return new u(`$${e}`);
    }
  }
  function we(r, { name: e, attr: t }) {
    const i = r.bundle._messages.get(e);
    if (!i) {
      r.reportError(new ReferenceError(`Unknown message: ${e}`));
      return new u(e);
    }
    if (t) {
      const o = i.attributes[t];
      if (o) {
        return w(r, o);
      }
      r.reportError(new ReferenceError(`Unknown attribute: ${t}`));
      return new u(`${e}.${t}`);
    }
    if (i.value) {
      return w(r, i.value);
    }
    r.reportError(new ReferenceError(`No value: ${e}`));
    return new u(e);
  }
  function ge(r, { name: e, attr: t, args: i }) {
    const o = `-${e}`;
    const a = r.bundle._terms.get(o);
    if (!a) {
      r.reportError(new ReferenceError(`Unknown term: ${o}`));
      return new u(o);
    }
    if (t) {
      const m = a.attributes[t];
      if (m) {
        r.params = O(r, i).named;
        const R = w(r, m);
        r.params = null;
        return R;
      }
      r.reportError(new ReferenceError(`Unknown attribute: ${t}`));
      return new u(`${o}.${t}`);
    }
    r.params = O(r, i).named;
    const p = w(r, a.value);
    r.params = null;
    return p;
  }
  function ye(r, { name: e, args: t }) {
    let i = r.bundle._functions[e];
    if (!i) {
      r.reportError(new ReferenceError(`Unknown function: ${e}()`));
      return new u(`${e}()`);
    }
    if (typeof i !== "function") {
      r.reportError(new TypeError(`Function ${e}() is not callable`));
      return new u(`${e}()`);
    }
    try {
      let o = O(r, t);
      return i(o.positional, o.named);
    } catch (o) {
      r.reportError(o);
      return new u(`${e}()`);
    }
  }
  function be(r, { selector: e, variants: t, star: i }) {
    let o = y(r, e);
    if (o instanceof u) {
      return K(r, t, i);
    }
    for (const a of t) {
      const p = y(r, a.key);
      if (pe(r, o, p)) {
        return w(r, a.value);
      }
    }
    return K(r, t, i);
  }
  function $(r, e) {
    if (r.dirty.has(e)) {
      r.reportError(new RangeError("Cyclic reference"));
      return new u();
    }
    r.dirty.add(e);
    const t = [];
    const i = r.bundle._useIsolating && e.length > 1;
    for (const o of e) {
      if (typeof o === "string") {
        t.push(r.bundle._transform(o));
        continue;
      }
      r.placeables++;
      if (r.placeables > B) {
        r.dirty.delete(e);
        throw new RangeError(`Too many placeables expanded: ${r.placeables}, max allowed is ${B}`);
      }
      if (i) {
        t.push(he);
      }
      t.push(y(r, o).toString(r));
      if (i) {
        t.push(me);
      }
    }
    r.dirty.delete(e);
    return t.join("");
  }
  function w(r, e) {
    if (typeof e === "string") {
      return r.bundle._transform(e);
    }
    return $(r, e);
  }

  // package/esm/scope.js
  var b = class {
    constructor(e, t, i) {
      this.dirty = /* @__PURE__ */ new WeakSet();
      this.params = null;
      this.placeables = 0;
      this.bundle = e;
      this.errors = t;
      this.args = i;
    }
    reportError(e) {
      if (!this.errors || !(e instanceof Error)) {
        throw e;
      }
      this.errors.push(e);
    }
    memoizeIntlObject(e, t) {
      let i = this.bundle._intls.get(e);
      if (!i) {
        i = {};
        this.bundle._intls.set(e, i);
      }
      let o = JSON.stringify(t);
      if (!i[o]) {
        i[o] = new e(this.bundle.locales, t);
      }
      return i[o];
    }
  };

  // package/esm/builtins.js
  function D(r, e) {
    const t = /* @__PURE__ */ Object.create(null);
    for (const [i, o] of Object.entries(r)) {
      if (e.includes(i)) {
        t[i] = o.valueOf();
      }
    }
    return t;
  }
  var z = [
    "unitDisplay",
    "currencyDisplay",
    "useGrouping",
    "minimumIntegerDigits",
    "minimumFractionDigits",
    "maximumFractionDigits",
    "minimumSignificantDigits",
    "maximumSignificantDigits"
  ];
  function Z(r, e) {
    let t = r[0];
    if (t instanceof u) {
      return new u(`NUMBER(${t.valueOf()})`);
    }
    if (t instanceof f) {
      return new f(t.valueOf(), {
        ...t.opts,
        ...D(e, z)
      });
    }
    if (t instanceof E) {
      return new f(t.toNumber(), {
        ...D(e, z)
      });
    }
    throw new TypeError("Invalid argument to NUMBER");
  }
  var _e = [
    "dateStyle",
    "timeStyle",
    "fractionalSecondDigits",
    "dayPeriod",
    "hour12",
    "weekday",
    "era",
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "timeZoneName"
  ];
  function V(r, e) {
    let t = r[0];
    if (t instanceof u) {
      return new u(`DATETIME(${t.valueOf()})`);
    }
    if (t instanceof E || t instanceof f) {
      return new E(t, D(e, _e));
    }
    throw new TypeError("Invalid argument to DATETIME");
  }

  // package/esm/memoizer.js
  var G = /* @__PURE__ */ new Map();
  function W(r) {
    const e = Array.isArray(r) ? r.join(" ") : r;
    let t = G.get(e);
    if (t === void 0) {
      t = /* @__PURE__ */ new Map();
      G.set(e, t);
    }
    return t;
  }

  // package/esm/bundle.js
  var _ = class {
    /**
     * Create an instance of `FluentBundle`.
     *
     * @example
     * ```js
     * let bundle = new FluentBundle(["en-US", "en"]);
     *
     * let bundle = new FluentBundle(locales, {useIsolating: false});
     *
     * let bundle = new FluentBundle(locales, {
     *   useIsolating: true,
     *   functions: {
     *     NODE_ENV: () => process.env.NODE_ENV
     *   }
     * });
     * ```
     *
     * @param locales - Used to instantiate `Intl` formatters used by translations.
     * @param options - Optional configuration for the bundle.
     */
    constructor(e, { functions: t, useIsolating: i = true, transform: o = (a) => a } = {}) {
      this._terms = /* @__PURE__ */ new Map();
      this._messages = /* @__PURE__ */ new Map();
      this.locales = Array.isArray(e) ? e : [e];
      this._functions = {
        NUMBER: Z,
        DATETIME: V,
        ...t
      };
      this._useIsolating = i;
      this._transform = o;
      this._intls = W(e);
    }
    /**
     * Check if a message is present in the bundle.
     *
     * @param id - The identifier of the message to check.
     */
    hasMessage(e) {
      return this._messages.has(e);
    }
    /**
     * Return a raw unformatted message object from the bundle.
     *
     * Raw messages are `{value, attributes}` shapes containing translation units
     * called `Patterns`. `Patterns` are implementation-specific; they should be
     * treated as black boxes and formatted with `FluentBundle.formatPattern`.
     *
     * @param id - The identifier of the message to check.
     */
    getMessage(e) {
      return this._messages.get(e);
    }
    /**
     * Add a translation resource to the bundle.
     *
     * @example
     * ```js
     * let res = new FluentResource("foo = Foo");
     * bundle.addResource(res);
     * bundle.getMessage("foo");
     * // → {value: .., attributes: {..}}
     * ```
     *
     * @param res
     * @param options
     */
    addResource(e, { allowOverrides: t = false } = {}) {
      const i = [];
      for (let o = 0; o < e.body.length; o++) {
        let a = e.body[o];
        if (a.id.startsWith("-")) {
          if (t === false && this._terms.has(a.id)) {
            i.push(new Error(`Attempt to override an existing term: "${a.id}"`));
            continue;
          }
          this._terms.set(a.id, a);
        } else {
          if (t === false && this._messages.has(a.id)) {
            i.push(new Error(`Attempt to override an existing message: "${a.id}"`));
            continue;
          }
          this._messages.set(a.id, a);
        }
      }
      return i;
    }
    /**
     * Format a `Pattern` to a string.
     *
     * Format a raw `Pattern` into a string. `args` will be used to resolve
     * references to variables passed as arguments to the translation.
     *
     * In case of errors `formatPattern` will try to salvage as much of the
     * translation as possible and will still return a string. For performance
     * reasons, the encountered errors are not returned but instead are appended
     * to the `errors` array passed as the third argument.
     *
     * If `errors` is omitted, the first encountered error will be thrown.
     *
     * @example
     * ```js
     * let errors = [];
     * bundle.addResource(
     *     new FluentResource("hello = Hello, {$name}!"));
     *
     * let hello = bundle.getMessage("hello");
     * if (hello.value) {
     *     bundle.formatPattern(hello.value, {name: "Jane"}, errors);
     *     // Returns "Hello, Jane!" and `errors` is empty.
     *
     *     bundle.formatPattern(hello.value, undefined, errors);
     *     // Returns "Hello, {$name}!" and `errors` is now:
     *     // [<ReferenceError: Unknown variable: name>]
     * }
     * ```
     */
    formatPattern(e, t = null, i = null) {
      if (typeof e === "string") {
        return this._transform(e);
      }
      let o = new b(this, i, t);
      try {
        let a = $(o, e);
        return a.toString(o);
      } catch (a) {
        if (o.errors && a instanceof Error) {
          o.errors.push(a);
          return new u().toString(o);
        }
        throw a;
      }
    }
  };

  // package/esm/resource.js
  var M = /^(-?[a-zA-Z][\w-]*) *= */gm;
  var q = /\.([a-zA-Z][\w-]*) *= */y;
  var Te = /\*?\[/y;
  var P = /(-?[0-9]+(?:\.([0-9]+))?)/y;
  var xe = /([a-zA-Z][\w-]*)/y;
  var X = /([$-])?([a-zA-Z][\w-]*)(?:\.([a-zA-Z][\w-]*))?/y;
  var Se = /^[A-Z][A-Z0-9_-]*$/;
  var T = /([^{}\n\r]+)/y;
  var Re = /([^\\"\n\r]*)/y;
  var J = /\\([\\"])/y;
  var Y = /\\u([a-fA-F0-9]{4})|\\U([a-fA-F0-9]{6})/y;
  var Ne = /^\n+/;
  var H = / +$/;
  var ve = / *\r?\n/g;
  var Ae = /( *)$/;
  var Ie = /{\s*/y;
  var Q = /\s*}/y;
  var Oe = /\[\s*/y;
  var $e = /\s*] */y;
  var De = /\s*\(\s*/y;
  var Me = /\s*->\s*/y;
  var Pe = /\s*:\s*/y;
  var Fe = /\s*,?\s*/y;
  var Ue = /\s+/y;
  var x = class {
    constructor(e) {
      this.body = [];
      M.lastIndex = 0;
      let t = 0;
      while (true) {
        let n = M.exec(e);
        if (n === null) {
          break;
        }
        t = M.lastIndex;
        try {
          this.body.push(R(n[1]));
        } catch (s) {
          if (s instanceof SyntaxError) {
            continue;
          }
          throw s;
        }
      }
      function i(n) {
        n.lastIndex = t;
        return n.test(e);
      }
      function o(n, s) {
        if (e[t] === n) {
          t++;
          return true;
        }
        if (s) {
          throw new s(`Expected ${n}`);
        }
        return false;
      }
      function a(n, s) {
        if (i(n)) {
          t = n.lastIndex;
          return true;
        }
        if (s) {
          throw new s(`Expected ${n.toString()}`);
        }
        return false;
      }
      function p(n) {
        n.lastIndex = t;
        let s = n.exec(e);
        if (s === null) {
          throw new SyntaxError(`Expected ${n.toString()}`);
        }
        t = n.lastIndex;
        return s;
      }
      function m(n) {
        return p(n)[1];
      }
      function R(n) {
        let s = N();
        let l = ee();
        if (s === null && Object.keys(l).length === 0) {
          throw new SyntaxError("Expected message value or attributes");
        }
        return { id: n, value: s, attributes: l };
      }
      function ee() {
        let n = /* @__PURE__ */ Object.create(null);
        while (i(q)) {
          let s = m(q);
          let l = N();
          if (l === null) {
            throw new SyntaxError("Expected attribute value");
          }
          n[s] = l;
        }
        return n;
      }
      function N() {
        let n;
        if (i(T)) {
          n = m(T);
        }
        if (e[t] === "{" || e[t] === "}") {
          return v(n ? [n] : [], Infinity);
        }
        let s = j();
        if (s) {
          if (n) {
            return v([n, s], s.length);
          }
          s.value = A(s.value, Ne);
          return v([s], s.length);
        }
        if (n) {
          return A(n, H);
        }
        return null;
      }
      function v(n = [], s) {
        while (true) {
          if (i(T)) {
            n.push(m(T));
            continue;
          }
          if (e[t] === "{") {
            n.push(F());
            continue;
          }
          if (e[t] === "}") {
            throw new SyntaxError("Unbalanced closing brace");
          }
          let h = j();
          if (h) {
            n.push(h);
            s = Math.min(s, h.length);
            continue;
          }
          break;
        }
        let l = n.length - 1;
        let d = n[l];
        if (typeof d === "string") {
          n[l] = A(d, H);
        }
        let g = [];
        for (let h of n) {
          if (h instanceof S) {
            h = h.value.slice(0, h.value.length - s);
          }
          if (h) {
            g.push(h);
          }
        }
        return g;
      }
      function F() {
        a(Ie, SyntaxError);
        let n = U();
        if (a(Q)) {
          return n;
        }
        if (a(Me)) {
          let s = ne();
          a(Q, SyntaxError);
          return {
            type: "select",
            selector: n,
            ...s
          };
        }
        throw new SyntaxError("Unclosed placeable");
      }
      function U() {
        if (e[t] === "{") {
          return F();
        }
        if (i(X)) {
          let [, n, s, l = null] = p(X);
          if (n === "$") {
            return { type: "var", name: s };
          }
          if (a(De)) {
            let d = te();
            if (n === "-") {
              return { type: "term", name: s, attr: l, args: d };
            }
            if (Se.test(s)) {
              return { type: "func", name: s, args: d };
            }
            throw new SyntaxError("Function names must be all upper-case");
          }
          if (n === "-") {
            return {
              type: "term",
              name: s,
              attr: l,
              args: []
            };
          }
          return { type: "mesg", name: s, attr: l };
        }
        return L();
      }
      function te() {
        let n = [];
        while (true) {
          switch (e[t]) {
            case ")":
              t++;
              return n;
            case void 0:
              throw new SyntaxError("Unclosed argument list");
          }
          n.push(re());
          a(Fe);
        }
      }
      function re() {
        let n = U();
        if (n.type !== "mesg") {
          return n;
        }
        if (a(Pe)) {
          return {
            type: "narg",
            name: n.name,
            value: L()
          };
        }
        return n;
      }
      function ne() {
        let n = [];
        let s = 0;
        let l;
        while (i(Te)) {
          if (o("*")) {
            l = s;
          }
          let d = ie();
          let g = N();
          if (g === null) {
            throw new SyntaxError("Expected variant value");
          }
          n[s++] = { key: d, value: g };
        }
        if (s === 0) {
          return null;
        }
        if (l === void 0) {
          throw new SyntaxError("Expected default variant");
        }
        return { variants: n, star: l };
      }
      function ie() {
        a(Oe, SyntaxError);
        let n;
        if (i(P)) {
          n = C();
        } else {
          n = {
            type: "str",
            value: m(xe)
          };
        }
        a($e, SyntaxError);
        return n;
      }
      function L() {
        if (i(P)) {
          return C();
        }
        if (e[t] === '"') {
          return oe();
        }
        throw new SyntaxError("Invalid expression");
      }
      function C() {
        let [, n, s = ""] = p(P);
        let l = s.length;
        return {
          type: "num",
          value: parseFloat(n),
          precision: l
        };
      }
      function oe() {
        o('"', SyntaxError);
        let n = "";
        while (true) {
          n += m(Re);
          if (e[t] === "\\") {
            n += se();
            continue;
          }
          if (o('"')) {
            return { type: "str", value: n };
          }
          throw new SyntaxError("Unclosed string literal");
        }
      }
      function se() {
        if (i(J)) {
          return m(J);
        }
        if (i(Y)) {
          let [, n, s] = p(Y);
          let l = parseInt(n || s, 16);
          return l <= 55295 || 57344 <= l ? (
            // It's a Unicode scalar value.
            String.fromCodePoint(l)
          ) : (
            // Lonely surrogates can cause trouble when the parsing result is
            // saved using UTF-8. Use U+FFFD REPLACEMENT CHARACTER instead.
            "\uFFFD"
          );
        }
        throw new SyntaxError("Unknown escape sequence");
      }
      function j() {
        let n = t;
        a(Ue);
        switch (e[t]) {
          case ".":
          case "[":
          case "*":
          case "}":
          case void 0:
            return false;
          case "{":
            return k(e.slice(n, t));
        }
        if (e[t - 1] === " ") {
          return k(e.slice(n, t));
        }
        return false;
      }
      function A(n, s) {
        return n.replace(s, "");
      }
      function k(n) {
        let s = n.replace(ve, "\n");
        let l = Ae.exec(n)[1].length;
        return new S(s, l);
      }
    }
  };
  var S = class {
    constructor(e, t) {
      this.value = e;
      this.length = t;
    }
  };
  return Ee(Le);
})();
