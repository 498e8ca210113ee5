/*
 * A handler as the subscriber of a channel: it gets what was published and then ctx, and returns [value, continue], or a
 * value that is no array. What it changed in the objects that it got is told, too, so that later subscribers and the
 * publisher see it.
 */
"use strict";

(function () {
  const stringify = JSON.stringify;

  function answer(context, before, returned) {
    const [value, goesOn] = Array.isArray(returned) ? returned : [returned];
    const result = { continue: Boolean(goesOn) };
    if (value) result.value = value;
    if (stringify(context) !== before) result.context = context;
    return result;
  }

  return (handler, context, ctx) => {
    const before = stringify(context);
    const returned = handler(...context, ctx);
    if (returned !== null && typeof returned === "object" && typeof returned.then === "function") {
      return Promise.resolve(returned).then((value) => answer(context, before, value));
    }
    return answer(context, before, returned);
  };
})
